/** The caller's address: what the proxy in front of us appended, or Next itself where there is none. */
export function addressOf(request: Pick<Request, "headers">): string | null {
  const last = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  return last === "" ? null : last.slice(0, 64);
}
