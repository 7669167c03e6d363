import type { Metadata } from "next";
import { connection } from "next/server";
import { WelcomePage } from "./client";

export const metadata: Metadata = { title: "Choose a password" };

/** The link's token stands behind the #: the server never sees it in an address. */
export default async function Page() {
  await connection();
  return <WelcomePage />;
}
