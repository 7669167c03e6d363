"use client";

import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { PASSWORD_MIN } from "@/lib/auth/policy";
import { setUp, signIn } from "@/lib/domains/users/queries";
import { SetUp } from "@/lib/domains/users/schema";
import { ProblemNotice } from "../_components/problem-notice";
import { useAuthForm } from "../_components/use-auth-form";

export function SetUpForm() {
  const { form, field, problem, busy, alive } = useAuthForm({
    schema: SetUp,
    empty: { name: "", email: "", password: "" },
    focusAfter: "name",
    send: async (input) => {
      await setUp(input);
      // The account exists now; if signing in fails, the sign-in page is the place to try again.
      const signedIn = await signIn(input).then(
        () => true,
        () => false,
      );
      window.location.assign(signedIn ? "/" : "/sign-in");
    },
  });
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">Set up Gatehouse</h1>
      <p className="mt-1 mb-4 text-sm text-fg-soft">
        Create the first administrator. Everybody else gets their account from an administrator.
      </p>
      <form {...form} method="post" className="space-y-4">
        <TextField {...field("name")} label="Name" autoComplete="name" autoFocus />
        <TextField {...field("email")} label="E-mail" type="email" autoComplete="username" />
        <TextField
          {...field("password")}
          label="Password"
          type="password"
          autoComplete="new-password"
          hint={`At least ${PASSWORD_MIN} characters; a few words are easy to remember.`}
        />
        <ProblemNotice problem={problem} />
        <Button type="submit" variant="primary" className="w-full" busy={busy} busyLabel="Creating" isDisabled={!alive}>
          Create administrator
        </Button>
      </form>
    </>
  );
}
