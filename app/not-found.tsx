import { Mark } from "@/components/shell/mark";
import { ButtonLink } from "@/components/ui/button";

export const metadata = { title: "Page not found" };

export default function NotFound() {
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center justify-center gap-2 p-6 text-center">
      <Mark size={28} />
      <h1 className="mt-3 text-xl font-semibold">There is no such page</h1>
      <p className="max-w-96 text-fg-soft">The address may be mistyped, or what it showed has been removed.</p>
      <ButtonLink href="/" variant="primary" className="mt-4">
        Open the overview
      </ButtonLink>
    </main>
  );
}
