import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import {
  columnChoices,
  densities,
  knownZone,
  oneOf,
  preferenceCookies,
  preferredLocale,
  themes,
} from "@/components/shell/preferences";
import { Providers } from "@/components/shell/providers";
import { keptCookies } from "@/components/ui/kept-cookie";
import { zoneCookie } from "@/components/ui/time-format";
import { pageActor } from "@/lib/auth/page";
import { isSecure } from "@/lib/auth/session";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Gatehouse", template: "%s · Gatehouse" },
  description: "A console for HikCentral Connect",
  robots: { index: false, follow: false },
  referrer: "same-origin",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#111317" },
  ],
};

/** Rendered once a request: the browser begins with the same present. */
const renderedAt = () => Date.now();

/** Guards sit close to many rows; others start with more room. */
async function startDensity() {
  const actor = await pageActor().catch(() => null);
  return actor?.role === "guard" ? "compact" : "comfortable";
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, request] = await Promise.all([cookies(), headers()]);
  const kept = keptCookies(jar.getAll(), { secure: isSecure() });
  const theme = oneOf(themes, kept.get(preferenceCookies.theme));
  const density = oneOf(densities, kept.get(preferenceCookies.density)) ?? (await startDensity());
  return (
    <html
      lang="en"
      data-density={density}
      {...(theme === "dark" || theme === "light" ? { "data-theme": theme } : {})}
      suppressHydrationWarning
    >
      <head>
        {/* Where react-aria finds what its own style elements need to be allowed. */}
        <meta property="csp-nonce" nonce={request.get("x-nonce") ?? undefined} />
      </head>
      <body>
        <a
          href="#main"
          className="fixed start-2 top-2 z-(--z-tooltip) rounded-md bg-accent px-3 py-2 text-sm font-medium text-accent-on not-focus:sr-only"
        >
          Skip to the page
        </a>
        <Providers
          locale={preferredLocale(request.get("accept-language"))}
          timeZone={knownZone(kept.get(zoneCookie))}
          renderedAt={renderedAt()}
          columns={columnChoices(kept)}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
