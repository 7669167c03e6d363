import { Mark } from "@/components/shell/mark";

export const metadata = { title: "Page not found" };

export default function NotFound() {
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center justify-center gap-2 p-6 text-center">
      <Mark size={28} />
      <h1 className="mt-3 text-xl font-semibold">There is no such page</h1>
      <p className="max-w-96 text-fg-soft">The address may be mistyped, or what it showed has been removed.</p>
      {/* Whatever needs code here is loaded with each page of the console. */}
      {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- so this is no link of Next's */}
      <a
        href="/"
        className="mt-4 inline-flex h-control items-center rounded-md bg-accent px-3 text-sm font-medium text-accent-on hover:bg-accent-hover"
      >
        Open the overview
      </a>
    </main>
  );
}
