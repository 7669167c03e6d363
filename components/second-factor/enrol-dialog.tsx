"use client";

import { FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { Dialog } from "@/components/ui/dialog";
import { confirmTotp } from "@/lib/domains/account/queries";
import { TotpCode, type TotpEnrolment } from "@/lib/domains/account/schema";

interface Props {
  enrolment: TotpEnrolment;
  onClose: () => void;
  onConfirmed: (recoveryCodes: string[]) => void;
}

/** The secret as a picture and as text, and the code that proves the app has it. */
export function EnrolDialog({ enrolment: { qr, secret }, onClose, onConfirmed }: Props) {
  const control = useSubmitForm<TotpCode, TotpCode>({
    schema: TotpCode,
    defaultValues: { code: "" },
    submit: async (values) => onConfirmed((await confirmTotp(values)).recoveryCodes),
  });
  return (
    <Dialog isOpen onOpenChange={(open) => (open ? undefined : onClose())} title="Set up an authenticator app">
      <p>Scan this with the app on your phone. It asks for nothing else.</p>
      {/* Black on white in both themes: that is what cameras read. */}
      <svg
        role="img"
        aria-label="QR code for your authenticator app"
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        shapeRendering="crispEdges"
        className="mx-auto my-4 size-48"
      >
        <rect width={qr.size} height={qr.size} className="fill-qr" />
        <path d={qr.path} className="fill-qr-on" />
      </svg>
      <p>
        Without a camera, type this key:{" "}
        <code className="font-mono text-xs wrap-anywhere text-fg select-all">
          {secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}
        </code>
      </p>
      <Form control={control} submitLabel="Switch codes on" busyLabel="Checking" onCancel={onClose} className="mt-4">
        <FormTextField
          name="code"
          label="Code that the app shows now"
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
        />
      </Form>
    </Dialog>
  );
}
