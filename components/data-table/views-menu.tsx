"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Check, Pencil, Plus, Save, Star, StarOff, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { insist } from "@/components/ui/insist";
import { Menu, MenuItem, MenuSection, MenuSeparator } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { useShell } from "@/components/shell/shell-context";
import { viewMutations, viewQueries } from "@/lib/domains/views/queries";
import type { SavedView, ViewChange } from "@/lib/domains/views/schema";
import type { ListControls } from "./use-list-state";

const DeleteView = dynamic(() => insist(() => import("./view-dialog")).then((module) => module.DeleteView), {
  ssr: false,
});
const ViewDialog = dynamic(() => insist(() => import("./view-dialog")).then((module) => module.ViewDialog), {
  ssr: false,
});

export interface ViewsMenuProps {
  /** The list's name, as its views are kept under. */
  list: string;
  address: Pick<ListControls, "address" | "apply">;
  /** Order, hidden and widths of the columns, in one word. */
  columns: string;
  onColumns: (columns: string) => void;
}

type Asked = { what: "save" } | { what: "rename" | "delete"; view: SavedView };

/** Lists that opened with their default view since this window was loaded: cleared filters stay cleared. */
const opened = new Set<string>();

/** Views of this list that somebody kept: chosen, kept, changed, thrown away. */
export function ViewsMenu({ list, address: { address, apply }, columns, onColumns }: ViewsMenuProps) {
  const queries = useQueryClient();
  const { may } = useShell();
  const { data } = useQuery(viewQueries.list(list));
  const [chosen, setChosen] = useState<string>();
  const [asked, setAsked] = useState<Asked>();
  const views = data?.items ?? [];
  const shows = (view: SavedView) => view.query === address && view.columns === columns;
  const current = views.find((view) => view.id === chosen) ?? views.find(shows);

  function use(view: SavedView) {
    setChosen(view.id);
    apply(view.query);
    onColumns(view.columns);
  }

  useEffect(() => {
    if (data === undefined || opened.has(list)) return;
    opened.add(list);
    const start = data.items.find((view) => view.isDefault);
    // A link somebody sent, or a step back, says itself what to show.
    if (start === undefined || location.search !== "") return;
    apply(start.query);
    onColumns(start.columns);
  }, [apply, data, list, onColumns]);

  const reread = () => queries.invalidateQueries(viewQueries.list(list));

  async function change(view: SavedView, body: ViewChange, done: string) {
    try {
      await viewMutations.change(view.id, body);
      toast.done({ title: done });
    } catch (error) {
      const { title, advice, code } = trouble(error);
      toast.failed({
        title,
        ...(advice === undefined ? {} : { detail: advice }),
        ...(code === undefined ? {} : { code }),
      });
    }
    await reread();
  }

  const item = (view: SavedView) => (
    <MenuItem
      key={view.id}
      id={view.id}
      label={view.name}
      icon={view === current ? Check : Bookmark}
      aside={[view.isDefault ? "opens first" : "", view.own ? "" : view.owner].filter(Boolean).join(", ")}
      onAction={() => use(view)}
    />
  );
  const own = views.filter((view) => view.own);
  const others = views.filter((view) => !view.own);
  const changeable = current !== undefined && (current.own || may("users:manage"));

  return (
    <>
      <Menu
        aria-label="Views"
        placement="bottom end"
        className="max-w-80 min-w-56"
        trigger={
          <Button icon={Bookmark} className="max-sm:hidden">
            {current === undefined ? "Views" : <bdi className="block max-w-32 truncate">{current.name}</bdi>}
          </Button>
        }
      >
        {own.length === 0 ? null : <MenuSection title="Your views">{own.map(item)}</MenuSection>}
        {others.length === 0 ? null : <MenuSection title="Shared with everyone">{others.map(item)}</MenuSection>}
        {views.length === 0 ? null : <MenuSeparator />}
        <MenuItem id="save" label="Save as a new view…" icon={Plus} onAction={() => setAsked({ what: "save" })} />
        {current !== undefined && changeable && !shows(current) ? (
          <MenuItem
            id="update"
            label={`Update “${current.name}”`}
            icon={Save}
            onAction={() => void change(current, { query: address, columns }, `${current.name} is updated`)}
          />
        ) : null}
        {current === undefined ? null : (
          <MenuItem
            id="default"
            label={current.isDefault ? "Open the list as it is" : `Open the list with “${current.name}”`}
            icon={current.isDefault ? StarOff : Star}
            onAction={() =>
              void change(
                current,
                { isDefault: !current.isDefault },
                current.isDefault ? "The list opens as it is" : `The list opens with ${current.name}`,
              )
            }
          />
        )}
        {changeable ? (
          <MenuItem
            id="rename"
            label={`Rename “${current.name}”…`}
            icon={Pencil}
            onAction={() => setAsked({ what: "rename", view: current })}
          />
        ) : null}
        {changeable ? (
          <MenuItem
            id="delete"
            label={`Delete “${current.name}”…`}
            icon={Trash2}
            danger
            onAction={() => setAsked({ what: "delete", view: current })}
          />
        ) : null}
      </Menu>
      {asked?.what === "save" || asked?.what === "rename" ? (
        <ViewDialog
          view={asked.what === "rename" ? asked.view : undefined}
          mayShare={may("users:manage")}
          onClose={() => setAsked(undefined)}
          onSave={async ({ name, shared }) => {
            const done =
              asked.what === "rename"
                ? await viewMutations.change(asked.view.id, { name, ...(may("users:manage") ? { shared } : {}) })
                : await viewMutations.save({ list, name, query: address, columns, shared });
            setChosen(done.id);
            await reread();
          }}
        />
      ) : null}
      {asked?.what === "delete" ? (
        <DeleteView
          view={asked.view}
          onClose={() => setAsked(undefined)}
          onDelete={async () => {
            await viewMutations.remove(asked.view.id);
            setChosen(undefined);
            await reread();
          }}
        />
      ) : null}
    </>
  );
}
