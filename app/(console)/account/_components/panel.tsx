import type { ReactNode } from "react";

interface Props {
  id: string;
  title: string;
  /** One sentence: what it is for. */
  about?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

/** One subject of the page: heading and words at the start, what can be changed beside them. */
export function Panel({ id, title, about, actions, children }: Props) {
  return (
    <section aria-labelledby={id} className="grid gap-4 p-5 lg:grid-cols-[18rem_minmax(0,36rem)] lg:gap-8">
      <div>
        <h2 id={id} className="text-md font-semibold">
          {title}
        </h2>
        {about === undefined ? null : <p className="mt-1 max-w-96 text-sm text-fg-soft">{about}</p>}
        {actions === undefined ? null : <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
