import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Report } from "@/components/alarms/report";
import { requirePage } from "@/lib/auth/page";
import { takeReport } from "@/lib/domains/alarms/write/report";
import { NotFoundError } from "@/lib/errors";

export const metadata: Metadata = { title: "Report of an alarm" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ print?: string }>;
}

/** Outside of the console's frame, so that nothing but the report is on the paper. */
export default async function Page({ params, searchParams }: Props) {
  const id = decodeURIComponent((await params).id);
  const actor = await requirePage("alarms:read", `/alarms/${encodeURIComponent(id)}/report`);
  const report = await takeReport(actor, id).catch((error: unknown) => {
    if (error instanceof NotFoundError) notFound();
    throw error;
  });
  const { print } = await searchParams;
  return <Report {...report} takenBy={actor.name} printNow={print === "yes"} />;
}
