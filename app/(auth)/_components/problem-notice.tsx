import { CircleAlert } from "lucide-react";
import type { ApiProblem } from "@/lib/http/fetcher";

/** What happened, what to do, then the reference; announced when it appears. */
export function ProblemNotice({ problem }: { problem: ApiProblem | null }) {
  return (
    <div role="alert">
      {problem === null ? null : (
        <div className="flex gap-2 rounded-md border border-danger-line bg-danger-soft px-3 py-2 text-sm text-danger-fg">
          <CircleAlert size={16} strokeWidth={1.75} className="mt-0.5 shrink-0" aria-hidden />
          <div>
            <p>
              {problem.message} {problem.remedy}
            </p>
            {problem.requestId === undefined ? null : <p className="mt-1 font-mono text-xs">{problem.requestId}</p>}
          </div>
        </div>
      )}
    </div>
  );
}
