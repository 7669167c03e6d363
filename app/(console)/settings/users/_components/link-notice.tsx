"use client";

import { Copy } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Time } from "@/components/ui/time";
import type { SignInLink } from "@/lib/domains/users/schema";

const never = () => () => undefined;

/** The link with which somebody chooses a password: shown this once, for whoever made it to hand on. */
export function LinkNotice({ link }: { link: SignInLink }) {
  const origin = useSyncExternalStore(
    never,
    () => location.origin,
    () => "",
  );
  const [copied, setCopied] = useState(false);
  const address = `${origin}${link.path}`;
  return (
    <div className="space-y-3">
      <p>
        Send it to the person yourself. It opens once, until <Time at={link.expiresAt} as="dateTime" />, and is not
        shown again.
      </p>
      <TextField label="Link" value={address} isReadOnly />
      <Button
        icon={Copy}
        onPress={() =>
          void navigator.clipboard.writeText(address).then(
            () => setCopied(true),
            () => undefined,
          )
        }
      >
        Copy link
      </Button>
      <span role="status" className="ms-2 text-xs text-ok-fg">
        {copied ? "Copied" : null}
      </span>
    </div>
  );
}
