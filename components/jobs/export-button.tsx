"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { ExportFormat, ExportList } from "@/lib/domains/exports/schema";
import { useExport } from "./use-export";

export interface ExportButtonProps {
  list: ExportList;
  /** The list's query as its address has it, without cursor and limit; what is undefined is left out. */
  query: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** What is exported, where the page has more than one list: "Export areas". */
  label?: string;
  /** Ids of the columns on screen, in order; all columns unless given. */
  columns?: readonly string[];
}

const formats: readonly { id: ExportFormat; label: string; aside: string }[] = [
  { id: "csv", label: "CSV", aside: "for spreadsheets" },
  { id: "json", label: "JSON", aside: "for programs" },
];

/** Writes the list to a file as it stands: its filters, its order, its columns. */
export function ExportButton({ list, query, label = "Export", columns }: ExportButtonProps) {
  const start = useExport();
  function begin(format: ExportFormat) {
    const given = Object.entries(query).flatMap(([name, value]): [string, string | string[]][] => {
      if (value === undefined || name === "cursor" || name === "limit") return [];
      return [[name, typeof value === "string" ? value : [...value]]];
    });
    start.mutate({
      list,
      query: Object.fromEntries(given),
      format,
      ...(columns === undefined ? {} : { columns: [...columns] }),
    });
  }
  return (
    <Menu
      aria-label="Export as"
      placement="bottom end"
      trigger={
        <Button icon={Download} busy={start.isPending} busyLabel="Starting">
          {label}
        </Button>
      }
    >
      {formats.map(({ id, label, aside }) => (
        <MenuItem key={id} id={id} label={label} aside={aside} onAction={() => begin(id)} />
      ))}
    </Menu>
  );
}
