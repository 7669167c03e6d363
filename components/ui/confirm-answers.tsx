"use client";

import { TextArea, TextField } from "./field";

interface Answer {
  value: string;
  onChange: (value: string) => void;
}

export interface ConfirmAnswersProps {
  reason: (Answer & { error: string | undefined; required: boolean }) | undefined;
  limit: number;
  typed: (Answer & { expected: string }) | undefined;
}

/** What a confirm dialog may ask for: why, and the object's name. */
export function ConfirmAnswers({ reason, limit, typed }: ConfirmAnswersProps) {
  return (
    <div className="mt-4 space-y-4">
      {reason === undefined ? null : (
        <TextArea
          value={reason.value}
          onChange={reason.onChange}
          error={reason.error}
          isRequired={reason.required}
          validationBehavior="aria"
          label="Reason"
          aside={reason.required ? undefined : "optional"}
          limit={limit}
          rows={2}
        />
      )}
      {typed === undefined ? null : (
        <TextField
          label={`Type “${typed.expected}” to go on`}
          value={typed.value}
          onChange={typed.onChange}
          autoComplete="off"
        />
      )}
    </div>
  );
}
