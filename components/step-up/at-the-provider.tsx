"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { trouble } from "@/components/ui/trouble";
import { providerAddress, userQueries } from "@/lib/domains/users/queries";

interface Props {
  name: string;
  onProved: () => void;
  onCancel: () => void;
}

/** For people without a password here: they sign in anew, in a window of its own, and come back to what they typed. */
export function AtTheProvider({ name, onProved, onCancel }: Props) {
  const queries = useQueryClient();
  const before = useQuery({ ...userQueries.session(), staleTime: Infinity });
  const [failure, setFailure] = useState<string>();
  const [opened, setOpened] = useState(false);

  async function open() {
    // Opened by the press itself, or the browser would block it; it learns its address afterwards.
    const popup = window.open("", "gatehouse-step-up", "popup,width=520,height=700");
    try {
      const address = await providerAddress("/account", { again: true });
      if (popup === null) window.location.assign(address);
      else popup.location.assign(address);
      setOpened(true);
    } catch (error) {
      popup?.close();
      const { title, advice } = trouble(error);
      setFailure([title, advice].filter(Boolean).join(" "));
    }
  }

  async function proceed() {
    const now = await queries.fetchQuery({ ...userQueries.session(), staleTime: 0 }).catch(() => null);
    if (now !== null && now.user.id === before.data?.user.id) return onProved();
    // Somebody else signed in: nothing of what was open here is theirs.
    window.location.assign("/");
  }

  if (before.data === undefined) return <Skeleton className="mt-3 h-24 w-full" />;
  return (
    <>
      <p>Sign in with {name} once more, in a new window. What you typed here stays.</p>
      {failure === undefined ? null : (
        <p role="alert" className="mt-3 text-danger-fg">
          {failure}
        </p>
      )}
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onPress={onCancel}>
          Cancel
        </Button>
        <Button
          icon={ExternalLink}
          variant={opened ? "default" : "primary"}
          onPress={() => {
            setFailure(undefined);
            void open();
          }}
        >
          Sign in again
        </Button>
        {opened ? (
          <Button variant="primary" onPress={() => void proceed()}>
            Continue
          </Button>
        ) : null}
      </div>
    </>
  );
}
