"use client";

import { useEffect, useRef, useState, useSyncExternalStore, type FormEvent } from "react";
import type { z } from "zod";
import { fieldProblems, issueWords } from "@/lib/http/field-problems";
import type { ApiProblem } from "@/lib/http/fetcher";

type Values = Record<string, string>;

const never = () => () => undefined;

/** False in what the server sends, true once the page is alive: until then a press would be lost. */
function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

function textsOf(form: HTMLFormElement): Values {
  return Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value : ""]),
  );
}

function firstMessages(errors: readonly { field: string; message: string }[]): Values {
  return Object.fromEntries([...errors].reverse().map(({ field, message }) => [field, message]));
}

export interface AuthFormOptions<T> {
  schema: z.ZodType<T>;
  empty: Values;
  /** Throws ApiProblem; on success the page is left, so the form stays busy. */
  send: (input: T) => Promise<void>;
  /** Where typing goes on after the server said no to no field in particular. */
  focusAfter: string;
}

/** State of a sign-in or set-up form: texts survive every failure, focus goes to the first field at fault. */
export function useAuthForm<T>({ schema, empty, send, focusAfter }: AuthFormOptions<T>) {
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(empty);
  const [errors, setErrors] = useState<Values>({});
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const alive = useAlive();

  // Typed, or filled in by the browser, before the page came alive.
  useEffect(() => {
    if (form.current !== null) setValues(textsOf(form.current));
  }, []);

  function focus(name: string): void {
    const field = form.current?.elements.namedItem(name);
    if (!(field instanceof HTMLInputElement)) return;
    field.focus();
    field.select();
  }

  function showErrors(found: Values): void {
    setErrors(found);
    const first = Object.keys(empty).find((name) => name in found);
    focus(first ?? focusAfter);
  }

  async function submit(sent: Values): Promise<void> {
    if (busy) return;
    setValues(sent);
    setProblem(null);
    const parsed = schema.safeParse(sent, { error: issueWords });
    if (!parsed.success) return showErrors(firstMessages(fieldProblems(parsed.error.issues)));
    setErrors({});
    setBusy(true);
    try {
      await send(parsed.data);
    } catch (error) {
      setBusy(false);
      // Everything `send` throws is an ApiProblem; anything else is a fault of ours and belongs to the error page.
      if (!(error instanceof Error && error.name === "ApiProblem")) throw error;
      const told = error as ApiProblem;
      setProblem(told);
      showErrors(firstMessages(told.errors));
    }
  }

  return {
    problem,
    busy,
    alive,
    submit,
    form: {
      ref: form,
      noValidate: true,
      onSubmit: (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        void submit(textsOf(event.currentTarget));
      },
    },
    field: (name: string) => ({
      name,
      value: values[name] ?? "",
      error: errors[name],
      onChange: (text: string) => {
        setValues((before) => ({ ...before, [name]: text }));
        setErrors(({ [name]: _mended, ...others }) => others);
      },
    }),
  };
}
