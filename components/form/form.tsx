"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useRef } from "react";
import {
  type DefaultValues,
  type FieldErrors,
  type FieldPath,
  type FieldValues,
  FormProvider,
  type Resolver,
  useForm,
  type UseFormReturn,
} from "react-hook-form";
import type { z } from "zod";
import { useAhead } from "@/components/ui/ahead";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { trouble } from "@/components/ui/trouble";
import { ApiProblem } from "@/lib/http/fetcher";
import { useSteady } from "./steady";
import { useUnsavedGuard } from "./unsaved";

export interface FormSpec<In extends FieldValues, Out> {
  /** The domain's own schema: the server checks the same. Loaded later where the form stands on a page of its own. */
  schema: z.ZodType<Out, In> | (() => Promise<z.ZodType<Out, In>>);
  defaultValues: DefaultValues<In>;
  /** Rejects with ApiProblem: its field errors are shown on their fields, the rest above the buttons. */
  submit: (values: Out) => Promise<void>;
}

/** Thrown by `submit` when the person was told already why it failed: the form stays, with all that was typed. */
export class AlreadyTold extends Error {}

export interface FormControl<In extends FieldValues, Out> {
  form: UseFormReturn<In, unknown, Out>;
  onSubmit: () => void;
  /** Loads what checks the values. */
  preload: () => void;
}

/** Fields with an error, however deep they stand. */
function leaves(errors: object): number {
  return Object.values(errors).reduce((sum: number, error: unknown) => {
    if (typeof error !== "object" || error === null) return sum;
    return sum + ("message" in error && typeof error.message === "string" ? 1 : leaves(error));
  }, 0);
}

function known(path: string, values: unknown): boolean {
  let at = values;
  for (const part of path.split(".")) {
    if (typeof at !== "object" || at === null || !(part in at)) return false;
    at = (at as Record<string, unknown>)[part];
  }
  return true;
}

const notLoaded: FieldErrors = {
  root: {
    server: { type: "", message: "What checks this form could not be loaded. Check the connection and try again." },
  },
};

/** The one form pattern: react-hook-form, the schema's own messages, and the server's errors on their fields. */
export function useSubmitForm<In extends FieldValues, Out>({
  schema,
  defaultValues,
  submit,
}: FormSpec<In, Out>): FormControl<In, Out> {
  const latest = useRef(schema);
  useEffect(() => {
    latest.current = schema;
  });
  // What checks is as heavy as a page, and nothing is checked before somebody has typed.
  const check = useCallback(async () => {
    const given = latest.current;
    const [{ zodResolver }, wanted] = await Promise.all([
      import("@hookform/resolvers/zod"),
      typeof given === "function" ? given() : given,
    ]);
    return zodResolver(wanted);
  }, []);
  const resolver = useCallback<Resolver<In, unknown, Out>>(
    async (values, context, options) => {
      const checked = await check().catch(() => null);
      if (checked !== null) return checked(values, context, options);
      return { values: {}, errors: notLoaded as FieldErrors<In> };
    },
    [check],
  );
  const preload = useCallback(() => void check().catch(() => undefined), [check]);
  useAhead(preload);
  const form = useForm<In, unknown, Out>({ resolver, defaultValues, mode: "onTouched" });

  function explain(error: unknown) {
    const { title, advice, code } = trouble(error);
    const fields = error instanceof ApiProblem ? error.errors : [];
    const onFields = fields.filter(({ field }) => known(field, form.getValues()));
    const elsewhere = fields.filter((each) => !onFields.includes(each));
    onFields.forEach(({ field, message }, index) => {
      form.setError(field as FieldPath<In>, { type: "server", message }, { shouldFocus: index === 0 });
    });
    if (onFields.length > 0 && elsewhere.length === 0) return;
    // What belongs to no field of this form is said above the buttons, so that nothing the server said is lost.
    const words = elsewhere.length > 0 ? elsewhere.map(({ message }) => message) : [title, advice];
    form.setError("root.server", { type: code ?? "", message: words.filter(Boolean).join(" ") });
  }

  const onSubmit = form.handleSubmit(async (values) => {
    try {
      await submit(values);
    } catch (error) {
      if (error instanceof AlreadyTold) form.setError("root.told", { type: "told" });
      else explain(error);
    }
  });
  return { form, onSubmit: () => void onSubmit(), preload };
}

export interface FormProps<In extends FieldValues, Out> {
  control: FormControl<In, Out>;
  children: ReactNode;
  /** Verb plus object: "Issue pass". */
  submitLabel: string;
  busyLabel?: string;
  onCancel?: () => void;
  className?: string;
}

export function Form<In extends FieldValues, Out>({
  control,
  children,
  submitLabel,
  busyLabel,
  onCancel,
  className,
}: FormProps<In, Out>) {
  const { errors, isDirty, isSubmitting, isSubmitted, isSubmitSuccessful } = control.form.formState;
  const { root, ...fields } = errors;
  const server = useSteady(root?.["server"]);
  const count = useSteady(isSubmitted ? leaves(fields) : 0);
  // While it is sent and once it is, what was typed is no longer at risk.
  const guard = useUnsavedGuard(isDirty && !isSubmitting && !isSubmitSuccessful);
  return (
    <FormProvider {...control.form}>
      {guard.dialog}
      <form
        noValidate
        onFocus={control.preload}
        onSubmit={(event) => {
          event.preventDefault();
          control.onSubmit();
        }}
        className={cx("flex flex-col gap-4", className)}
      >
        {children}
        {server === undefined ? null : (
          <p role="alert" className="flex gap-2 text-sm text-danger-fg">
            <Icon of={CircleAlert} className="mt-0.5" />
            <span>
              {server.message} {server.type === "" ? null : <code className="font-mono text-xs">{server.type}</code>}
            </span>
          </p>
        )}
        <div data-foot className="flex flex-wrap items-center justify-end gap-2">
          <span role="status" className="me-auto text-xs text-danger-fg">
            {count === 0 ? null : count === 1 ? "1 field needs a change" : `${count} fields need a change`}
          </span>
          {onCancel === undefined ? null : (
            <Button
              variant="quiet"
              isDisabled={isSubmitting}
              onPress={() => void guard.ask().then((leave) => (leave ? onCancel() : undefined))}
            >
              Cancel
            </Button>
          )}
          <Button
            type="submit"
            variant="primary"
            busy={isSubmitting}
            {...(busyLabel === undefined ? {} : { busyLabel })}
          >
            {submitLabel}
          </Button>
        </div>
      </form>
    </FormProvider>
  );
}
