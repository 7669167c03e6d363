import type { ReactNode } from "react";

/** The frame before the console: one narrow column, readable at 320 px. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center bg-canvas px-4 py-10 text-fg sm:pt-[14vh]">
      <p className="mb-6 text-lg font-semibold" aria-hidden>
        Gatehouse
      </p>
      <main className="w-full max-w-sm">{children}</main>
    </div>
  );
}
