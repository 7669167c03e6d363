import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import { authOptions } from "@/lib/auth/config";
import { NotFoundError } from "@/lib/errors";
import { readBytes, refuseOtherSites } from "@/lib/http/parse";
import { withProblems } from "@/lib/http/route";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth has more doors, such as a log that anybody may write to; these are the ones we use. */
const doors = new Set([
  "GET csrf",
  "GET session",
  "GET providers",
  "GET signin",
  "GET signout",
  "GET error",
  "GET callback/oidc",
  "POST callback/credentials",
  "POST signin/credentials",
  "POST signin/oidc",
  "POST signout",
]);

const FORM_LIMIT = 16 * 1024;

async function nextAuth(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (!doors.has(`${request.method} ${nextauth.join("/")}`)) {
    throw new NotFoundError(`There is no ${request.nextUrl.pathname} here.`, { remedy: "Check the address." });
  }
  const options = authOptions(request.headers);
  if (request.method === "GET") return (await NextAuth(request, context, options)) as Response;
  refuseOtherSites(request);
  const body = await readBytes(request, FORM_LIMIT);
  const { url, method, headers } = request;
  return (await NextAuth(new NextRequest(url, { method, headers, body }), context, options)) as Response;
}

// The one route outside the wrapper: next-auth makes its own answers and cookies.
const handle = (request: NextRequest, context: Context): Promise<Response> =>
  withProblems(request, async (requestId) => {
    const response = await nextAuth(request, context);
    response.headers.set("X-Request-Id", requestId);
    // Pictures stay in the browser's cache for some minutes; not for the next person.
    if (request.method === "POST" && request.nextUrl.pathname.endsWith("/signout")) {
      response.headers.set("Clear-Site-Data", '"cache", "storage"');
    }
    return response;
  });

export { handle as GET, handle as POST };
