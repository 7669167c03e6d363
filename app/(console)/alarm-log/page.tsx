import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { AlarmLogPage } from "./client";
import { logParams } from "./search-params";

export const metadata: Metadata = { title: "Alarm log" };

const load = createLoader(logParams);
const pathOf = createSerializer(logParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePage("alarms:read", pathOf("/alarm-log", await load(searchParams)));
  return <AlarmLogPage />;
}
