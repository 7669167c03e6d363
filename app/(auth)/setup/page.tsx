import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { awaitsSetUp } from "@/lib/domains/users/read";
import { SetUpForm } from "./client";

export const metadata: Metadata = { title: "Set up" };

export default async function SetUpPage() {
  await connection();
  if (!(await awaitsSetUp())) redirect("/sign-in");
  return <SetUpForm />;
}
