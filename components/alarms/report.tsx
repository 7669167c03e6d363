"use client";

import { Printer } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useEffect } from "react";
import { Facts } from "@/components/mirror/facts";
import { Button } from "@/components/ui/button";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import { dateTime } from "@/components/ui/time-format";
import { useViewer } from "@/components/ui/viewer";
import type { AlarmDetail } from "@/lib/domains/alarms/schema";
import { stateWords } from "@/lib/domains/alarms/terms";
import { factsOf } from "./alarm-facts";
import { priorityWord } from "./priority";
import { trailWords } from "./trail";
import { alarmHref, fileWords, sourceName } from "./words";

export interface ReportProps {
  alarm: AlarmDetail;
  takenAt: string;
  takenBy: string;
  auditSeq: number;
  /** Opens the browser's own print dialog, which also saves a PDF. */
  printNow: boolean;
}

/** Print only once every picture is there: paper cannot be loaded later. */
async function printWhenReady(): Promise<void> {
  await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
  window.print();
}

/** One alarm on A4: facts, pictures two a row, trail, and the entry of the audit log. */
export function Report({ alarm, takenAt, takenBy, auditSeq, printNow }: ReportProps) {
  const viewer = useViewer();
  useEffect(() => {
    if (printNow) void printWhenReady();
  }, [printNow]);
  const pictures = alarm.files.filter(({ url, kind }) => url !== null && kind !== "video");
  const others = alarm.files.filter((file) => !pictures.includes(file));
  return (
    <div data-theme="light" className="min-h-dvh bg-canvas text-fg print:bg-transparent">
      <div className="flex items-center gap-2 border-b border-line bg-surface px-4 py-2 print:hidden">
        <Link href={alarmHref(alarm.id)} className="rounded-xs text-sm text-accent-fg hover:underline">
          Back to the alarm
        </Link>
        <Button variant="primary" icon={Printer} onPress={() => void printWhenReady()} className="ms-auto">
          Print or save as PDF
        </Button>
      </div>
      <main
        id="main"
        tabIndex={-1}
        className="report-page mx-auto my-6 max-w-[210mm] bg-surface p-[15mm] outline-none max-sm:my-0 max-sm:p-4 print:m-0 print:max-w-none print:p-0"
      >
        <header className="flex items-start gap-3 border-b-2 border-fg pb-3">
          <span className="flex size-7 shrink-0 items-center justify-center rounded-xs border-2 border-fg text-lg font-semibold">
            <span className="sr-only">Priority </span>
            {alarm.priority}
          </span>
          <div className="min-w-0 flex-1">
            <h1 className="text-xl font-semibold wrap-anywhere">{alarm.typeName}</h1>
            <p className="text-sm wrap-anywhere">
              <Name>{sourceName(alarm)}</Name>
              {alarm.area.name === null ? null : (
                <>
                  , <Name>{alarm.area.name}</Name>
                </>
              )}
            </p>
          </div>
          <p className="shrink-0 text-end text-sm">
            <span className="block font-semibold">{stateWords[alarm.state]}</span>
            {priorityWord(alarm)}
          </p>
        </header>

        <Part title="Facts">
          <Facts
            facts={[
              ...factsOf(alarm),
              { label: "Alarm", value: <code className="font-mono text-xs">{alarm.id}</code> },
              { label: "Times", value: `in ${viewer.timeZone}` },
            ]}
            className="grid-cols-[8rem_minmax(0,1fr)] gap-y-1.5!"
          />
        </Part>

        {alarm.files.length === 0 ? null : (
          <Part title="Pictures">
            <div className="grid grid-cols-2 gap-3">
              {pictures.map((file) => (
                <figure key={file.id} className="break-inside-avoid">
                  <img
                    src={file.url ?? ""}
                    alt={`${alarm.typeName}, ${fileWords(file)}`}
                    className="aspect-video w-full border border-line object-contain"
                  />
                  <figcaption className="mt-1 text-xs">
                    <Name>{fileWords(file)}</Name>
                  </figcaption>
                </figure>
              ))}
            </div>
            {others.length === 0 ? null : (
              <ul className="mt-2 list-disc ps-5 text-sm">
                {others.map((file) => (
                  <li key={file.id}>
                    <Name>{fileWords(file)}</Name>: {file.kind === "video" && file.url !== null ? "a film" : "not here"}
                    {file.reason === null ? "" : `. ${file.reason}`}
                  </li>
                ))}
              </ul>
            )}
          </Part>
        )}

        {alarm.instructions === null ? null : (
          <Part title="What to do">
            <ol className="list-decimal ps-5 text-sm">
              {alarm.instructions.steps.map(({ text, done }, at) => (
                <li key={at} className="break-inside-avoid py-0.5">
                  <bdi dir="auto">{text}</bdi>
                  {done === null ? (
                    " (not done)"
                  ) : (
                    <>
                      {" "}
                      (done <Time at={done.at} as="dateTime" />
                      {done.by === null ? null : (
                        <>
                          {" "}
                          by <Name>{done.by.name}</Name>
                        </>
                      )}
                      )
                    </>
                  )}
                </li>
              ))}
            </ol>
          </Part>
        )}

        <Part title="Trail">
          <table className="w-full border-collapse text-sm">
            <thead>
              <tr className="border-b border-line text-start text-xs">
                <th className="w-44 py-1 text-start font-semibold">When</th>
                <th className="py-1 text-start font-semibold">What</th>
                <th className="w-44 py-1 text-start font-semibold">Who</th>
              </tr>
            </thead>
            <tbody>
              {alarm.trail.map((entry, at) => (
                <tr key={`${entry.at} ${at}`} className="break-inside-avoid border-b border-line-soft align-top">
                  <td className="py-1 pe-3">
                    <time dateTime={entry.at} suppressHydrationWarning>
                      {dateTime(Date.parse(entry.at), viewer, true)}
                    </time>
                  </td>
                  <td className="py-1 pe-3 wrap-anywhere">
                    {trailWords(entry)}
                    {entry.note === null || entry.note === "" ? null : (
                      <bdi dir="auto" className="block">
                        {entry.note}
                      </bdi>
                    )}
                  </td>
                  <td className="py-1 wrap-anywhere">{entry.by === null ? "" : <Name>{entry.by.name}</Name>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Part>

        <footer className="mt-6 break-inside-avoid border-t border-line pt-2 text-xs">
          Taken by <Name>{takenBy}</Name>, <Time at={takenAt} as="dateTime" />. Entry{" "}
          <span data-numeric>{auditSeq}</span> of the audit log.
        </footer>
      </main>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mt-5">
      <h2 className="mb-2 break-after-avoid text-md font-semibold">{title}</h2>
      {children}
    </section>
  );
}
