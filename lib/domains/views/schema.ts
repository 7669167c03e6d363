import { z } from "zod";

/** Views one person may keep of one list. */
export const maxViews = 50;

/** A list by the name its table has, such as `cameras`. */
const listName = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, "Give the name of a list, such as cameras.");
const name = z.string().trim().min(1, "Give the view a name.").max(60, "Shorten the name to 60 characters.");
const query = z
  .string()
  .max(2_000, "This view has too many filters: remove some.")
  .regex(/^[^\s?#\0]*$/, "Give the part of the address after the question mark.");
/** Order, hidden and widths of the columns, as the table writes them. */
const columns = z
  .string()
  .max(2_000)
  .regex(/^[\w.~:-]*$/, "Give the columns as the table writes them.");

/** Query of `GET /api/views`. */
export const ViewQuery = z.object({ list: listName });

export const ViewParams = z.object({ id: z.uuid() });

/** Body of `POST /api/views`. `shared`: everyone sees it; takes the permission to manage users. */
export const NewView = z.object({ list: listName, name, query, columns, shared: z.boolean().default(false) });
export type NewView = z.output<typeof NewView>;

/** Body of `PATCH /api/views/[id]`; what is left out stays. `isDefault` is the caller's own choice. */
export const ViewChange = z.object({
  name: name.optional(),
  query: query.optional(),
  columns: columns.optional(),
  shared: z.boolean().optional(),
  isDefault: z.boolean().optional(),
});
export type ViewChange = z.output<typeof ViewChange>;

/** A list as somebody likes to see it: search, filters and sort, and its columns. */
export interface SavedView {
  id: string;
  list: string;
  name: string;
  /** What stands after the question mark: `state=offline&sort=-name`. Empty for the whole list. */
  query: string;
  columns: string;
  /** Everyone sees it. */
  shared: boolean;
  /** Made by the caller. */
  own: boolean;
  /** Who made it. */
  owner: string;
  /** The caller's list opens with it. */
  isDefault: boolean;
}

/** The caller's own views and shared ones, by name. */
export interface SavedViews {
  items: SavedView[];
}
