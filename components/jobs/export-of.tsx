import type { ExportList } from "@/lib/domains/exports/schema";
import { ExportButton, type ExportButtonProps } from "./export-button";

/** For a table's `exportList`: the list as it stands, with the columns in view. */
export function exportButton(list: ExportList, query: ExportButtonProps["query"]) {
  return function render(columns: readonly string[]) {
    return <ExportButton list={list} query={query} columns={columns} />;
  };
}
