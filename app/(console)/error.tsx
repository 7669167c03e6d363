"use client";

import { PageFrame } from "@/components/shell/page-frame";
import { ErrorState } from "@/components/ui/states";

export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  // The server was updated since this page was loaded: only loading it anew brings what is missing.
  const retry = error.name === "PartGoneError" ? () => location.reload() : reset;
  return (
    <PageFrame title="Page failed">
      <ErrorState title="This page could not be shown" code={error.digest} onRetry={retry} className="flex-1">
        Try again. If it stays, tell whoever runs this server the code below.
      </ErrorState>
    </PageFrame>
  );
}
