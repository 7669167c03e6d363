import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type {
  AccountInfo,
  LinkToken,
  PasswordChange,
  Profile,
  Proof,
  ProofChoice,
  RecoveryCodes,
  TotpCode,
  TotpEnrolment,
  Welcome,
  WelcomeInfo,
} from "./schema";

export const accountQueries = {
  own: () =>
    queryOptions({
      queryKey: ["account"],
      queryFn: ({ signal }) => fetchJson<AccountInfo>("/api/account", { signal }),
    }),
  proof: () =>
    queryOptions({
      queryKey: ["account", "proof"],
      queryFn: ({ signal }) => fetchJson<ProofChoice>("/api/session/step-up", { signal }),
    }),
  link: (token: string) =>
    queryOptions({
      queryKey: ["account", "link", token],
      queryFn: ({ signal }) =>
        fetchJson<WelcomeInfo>("/api/welcome/open", { method: "POST", body: { token } satisfies LinkToken, signal }),
      staleTime: Infinity,
    }),
};

const post = <T = void>(path: string, body?: unknown) => fetchJson<T>(path, { method: "POST", body });
const remove = <T = void>(path: string) => fetchJson<T>(path, { method: "DELETE" });

export const rename = (body: Profile) => fetchJson<void>("/api/account", { method: "PATCH", body });
export const changePassword = (body: PasswordChange) => post("/api/account/password", body);
export const startTotp = () => post<TotpEnrolment>("/api/account/totp");
export const confirmTotp = (body: TotpCode) => fetchJson<RecoveryCodes>("/api/account/totp", { method: "PUT", body });
export const disableTotp = () => remove("/api/account/totp");
export const renewRecoveryCodes = () => post<RecoveryCodes>("/api/account/recovery-codes");
export const endOwnSession = (id: string) => remove(`/api/account/sessions/${id}`);
export const endOtherSessions = () => remove<{ ended: number }>("/api/account/sessions");
export const stepUp = (proof: Proof) => post("/api/session/step-up", proof);
export const lockDesk = () => post("/api/session/lock");
export const unlockDesk = (proof: Proof) => post("/api/session/unlock", proof);
export const chooseByLink = (body: Welcome) => post<{ email: string }>("/api/welcome", body);
