"use client";

import { useController, useFormContext } from "react-hook-form";
import { useSteady } from "./steady";

/** One value of the Form around, by its path, and what is wrong with it. */
export function useField(name: string) {
  const { control } = useFormContext();
  const { field, fieldState } = useController({ name, control });
  return { field, error: useSteady(fieldState.error?.message) };
}
