/** What an account's fields must look like; runs anywhere. */
import { z } from "zod";

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;

/** Compared and stored in this form only. */
export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "Give an e-mail address of at most 254 characters.")
  .pipe(z.email("Give an e-mail address, such as name@example.com."));

export const newPasswordField = z
  .string()
  .min(PASSWORD_MIN, `Choose at least ${PASSWORD_MIN} characters.`)
  .max(PASSWORD_MAX, `Choose at most ${PASSWORD_MAX} characters.`);

export const nameField = z
  .string()
  .trim()
  .min(1, "Give the name that others will see.")
  .regex(/^[^\0]*$/, "Give a name of letters and signs.")
  .max(100, "Give a name of at most 100 characters.");
