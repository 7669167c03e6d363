import { QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "@/lib/http/fetcher";

function isRefused(error: unknown): boolean {
  return error instanceof ApiProblem && error.status >= 400 && error.status < 500;
}

/** Signed out, the desk is locked, or codes are to be set up first: the sign-in page knows where each belongs. */
function isDoorShut({ status, kind }: ApiProblem): boolean {
  return status === 401 || status === 423 || kind === "second-factor-required";
}

/** One per browser window, and on the server one per request. `signedOut` is called when an answer says so. */
export function makeQueryClient(signedOut?: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiProblem && isDoorShut(error)) signedOut?.();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        retry: (failures, error) => !isRefused(error) && failures < 2,
        // A console on a site's own network works without the internet.
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
