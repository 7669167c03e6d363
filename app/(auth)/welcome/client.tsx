"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Skeleton } from "@/components/ui/skeleton";
import { Empty, ErrorState } from "@/components/ui/states";
import { trouble } from "@/components/ui/trouble";
import { PASSWORD_MIN } from "@/lib/auth/policy";
import { accountQueries, chooseByLink } from "@/lib/domains/account/queries";
import { type Welcome, WelcomeBack, type WelcomeInfo, WelcomeInvited } from "@/lib/domains/account/schema";
import { signIn } from "@/lib/domains/users/queries";
import { ApiProblem } from "@/lib/http/fetcher";
import { ProblemNotice } from "../_components/problem-notice";
import { useAuthForm } from "../_components/use-auth-form";

function onHashChange(changed: () => void) {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

/** The token behind the #; null while only the server has rendered. */
const useToken = () =>
  useSyncExternalStore(
    onHashChange,
    () => location.hash.slice(1),
    () => null,
  );

export function WelcomePage() {
  const token = useToken();
  const link = useQuery({ ...accountQueries.link(token ?? ""), enabled: token !== null && token !== "" });
  if (token === "" || (link.error instanceof ApiProblem && [404, 422].includes(link.error.status))) return <LinkGone />;
  if (link.data !== undefined && token !== null) return <WelcomeForm key={token} token={token} {...link.data} />;
  return (
    <>
      <h1 className="sr-only">Choose a password</h1>
      {link.isError ? (
        <LinkTrouble error={link.error} onRetry={() => void link.refetch()} />
      ) : (
        <Skeleton className="h-56 w-full" />
      )}
    </>
  );
}

function LinkTrouble({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { title, advice, code, requestId } = trouble(error);
  return (
    <ErrorState title={title} code={code} requestId={requestId} onRetry={onRetry}>
      {advice}
    </ErrorState>
  );
}

interface Props extends WelcomeInfo {
  token: string;
}

function WelcomeForm({ token, kind, email, name }: Props) {
  const invited = kind === "invite";
  const { form, field, problem, busy, alive } = useAuthForm<Welcome>({
    schema: invited ? WelcomeInvited.omit({ token: true }).transform((sent) => ({ ...sent, token })) : back(token),
    empty: invited ? { name, password: "" } : { password: "" },
    focusAfter: "password",
    send: async (input) => {
      await chooseByLink(input);
      // The password counts from now on; if signing in fails, or asks for a code, the sign-in page is the place.
      const signedIn = await signIn({ email, password: input.password }).then(
        () => true,
        () => false,
      );
      // Replaced: the link, though used, is nobody's business in this browser's history.
      window.location.replace(signedIn ? "/" : "/sign-in");
    },
  });
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">
        {invited ? "Welcome to Gatehouse" : "Choose a new password"}
      </h1>
      <p className="mt-1 mb-4 text-sm text-fg-soft">
        You will sign in as <bdi className="font-medium text-fg">{email}</bdi>
        {invited ? null : "; wherever you are signed in now, that ends"}.
      </p>
      <form {...form} method="post" className="space-y-4">
        {invited ? <TextField {...field("name")} label="Name" autoComplete="name" autoFocus /> : null}
        <TextField
          {...field("password")}
          label="Password"
          type="password"
          autoComplete="new-password"
          autoFocus={!invited}
          hint={`At least ${PASSWORD_MIN} characters; a few words are easy to remember.`}
        />
        <ProblemNotice problem={problem} />
        <Button type="submit" variant="primary" className="w-full" busy={busy} busyLabel="Saving" isDisabled={!alive}>
          {invited ? "Create account" : "Save password"}
        </Button>
      </form>
    </>
  );
}

const back = (token: string) => WelcomeBack.omit({ token: true }).transform((sent) => ({ ...sent, token }));

function LinkGone() {
  return (
    <>
      <h1 className="sr-only">Choose a password</h1>
      <Empty
        icon={KeyRound}
        title="This link is not good any more"
        actions={<ButtonLink href="/sign-in">Go to sign in</ButtonLink>}
      >
        It was used, is too old, or was replaced by a newer one. Ask an administrator for another.
      </Empty>
    </>
  );
}
