"use client";

import { Copy } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SIGNATURE_HEADER } from "@/lib/domains/escalations/terms";

/** The key of a webhook, which nobody sees again. */
export function KeyDialog({ value, onClose }: { value: string; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="The webhook’s key"
      actions={
        <Button autoFocus onPress={onClose}>
          I have kept it
        </Button>
      }
    >
      <p>
        It is shown this once. Whoever gets the requests checks with it that they come from here: the header{" "}
        <code className="wrap-anywhere">{SIGNATURE_HEADER}</code> holds <code>t</code>, a time in seconds, and{" "}
        <code>v1</code>, the HMAC-SHA256 of that time, a dot and the body.
      </p>
      <p className="mt-3 flex items-center gap-2 rounded-md border border-line bg-sunken px-2.5 py-1.5">
        <code className="min-w-0 flex-1 font-mono text-xs wrap-anywhere text-fg">{value}</code>
        <IconButton icon={Copy} label="Copy the key" onPress={() => void navigator.clipboard.writeText(value)} />
      </p>
    </Dialog>
  );
}
