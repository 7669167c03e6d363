"use client";

import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ApiProblem } from "@/lib/http/fetcher";
import { signIn } from "@/lib/domains/users/queries";
import { SignInCode, type SignIn } from "@/lib/domains/users/schema";
import { ProblemNotice } from "../../_components/problem-notice";
import { useAuthForm } from "../../_components/use-auth-form";

interface Props {
  /** What was right in the first step; sent again with the code, for nothing is kept in between. */
  credentials: SignIn;
  onSignedIn: () => void;
  onBack: (problem?: ApiProblem) => void;
}

export function CodeForm({ credentials, onSignedIn, onBack }: Props) {
  const { form, field, problem, busy } = useAuthForm({
    schema: SignInCode,
    empty: { code: "" },
    focusAfter: "code",
    send: async ({ code }) => {
      try {
        await signIn({ ...credentials, code });
      } catch (error) {
        // The password was changed meanwhile.
        if (error instanceof ApiProblem && error.kind === "wrong") return onBack(error);
        throw error;
      }
      onSignedIn();
    },
  });
  return (
    <>
      <h1 className="mb-1 text-xl font-semibold tracking-tight">Confirm that it is you</h1>
      <p className="mb-4 text-sm text-fg-soft">
        Signing in as <bdi>{credentials.email}</bdi>
      </p>
      <form {...form} method="post" className="space-y-4">
        <TextField
          {...field("code")}
          label="Code"
          autoComplete="one-time-code"
          autoFocus
          spellCheck="false"
          hint="Six digits from your authenticator app, or one of your recovery codes."
        />
        <ProblemNotice problem={problem} />
        <Button type="submit" variant="primary" className="w-full" busy={busy} busyLabel="Signing in">
          Sign in
        </Button>
        <Button variant="quiet" className="w-full" onPress={() => onBack()}>
          Sign in as somebody else
        </Button>
      </form>
    </>
  );
}
