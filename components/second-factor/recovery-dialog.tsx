"use client";

import { Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** Shown once: there is no way to see them again. */
export function RecoveryDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  return (
    <Dialog
      isOpen
      // Only the button closes it: a stray press beside it would lose them for good.
      dismissable={false}
      onOpenChange={() => undefined}
      title="Your recovery codes"
      actions={
        <>
          <Button
            icon={Copy}
            onPress={() => void navigator.clipboard.writeText(codes.join("\n")).then(() => setCopied(true))}
          >
            {copied ? "Copied" : "Copy"}
          </Button>
          <Button variant="primary" onPress={onClose}>
            I have kept them
          </Button>
        </>
      }
    >
      <p>
        Each lets you in once without your phone. They are shown only now: print them, or keep them in a password
        manager.
      </p>
      <ul className="mt-3 grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-md border border-line p-3 font-mono text-sm text-fg">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Dialog>
  );
}
