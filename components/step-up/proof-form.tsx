"use client";

import { useState } from "react";
import { z } from "zod";
import { Form, useSubmitForm } from "@/components/form/form";
import { FormTextField } from "@/components/form/fields";
import { Button } from "@/components/ui/button";
import type { Proof, ProofChoice } from "@/lib/domains/account/schema";

type Way = "password" | "code";

const schemas = {
  password: z.object({ password: z.string().min(1, "Type your password.") }),
  code: z.object({ code: z.string().trim().min(6, "Type the six digits your app shows, or a recovery code.") }),
};

export interface ProofFormProps {
  choice: ProofChoice;
  submitLabel: string;
  busyLabel: string;
  /** Rejects with ApiProblem: shown on the field it names. */
  onSubmit: (proof: Proof) => Promise<void>;
  onCancel?: () => void;
}

/** A password or a code, whichever the person can give; the one they leave is forgotten. */
export function ProofForm(props: ProofFormProps) {
  const { password, code } = props.choice;
  const [way, setWay] = useState<Way>(password ? "password" : "code");
  const other: Way = way === "password" ? "code" : "password";
  return (
    <div>
      <ProofField key={way} way={way} {...props} />
      {password && code ? (
        <Button variant="quiet" size="sm" className="mt-2 -ms-2" onPress={() => setWay(other)}>
          {other === "code" ? "Use a code instead" : "Use the password instead"}
        </Button>
      ) : null}
    </div>
  );
}

function ProofField({ way, submitLabel, busyLabel, onSubmit, onCancel }: ProofFormProps & { way: Way }) {
  const control = useSubmitForm<Proof, Proof>({
    schema: schemas[way],
    defaultValues: { [way]: "" },
    submit: onSubmit,
  });
  return (
    <Form
      control={control}
      submitLabel={submitLabel}
      busyLabel={busyLabel}
      {...(onCancel === undefined ? {} : { onCancel })}
    >
      {way === "password" ? (
        <FormTextField name="password" label="Password" type="password" autoComplete="current-password" autoFocus />
      ) : (
        <FormTextField
          name="code"
          label="Code"
          autoComplete="one-time-code"
          spellCheck="false"
          hint="Six digits from your authenticator app, or one of your recovery codes."
          autoFocus
        />
      )}
    </Form>
  );
}
