/** A real OpenID provider on a free port, whose people sign in without typing: `person` says who sits there. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export interface ProviderPerson {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
}

export interface TestProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who is at the browser from now on. */
  person: ProviderPerson;
  /** Goes through the provider as a browser would. Returns the address it finally leads back to. */
  visit(address: string): Promise<URL>;
  stop(): Promise<void>;
}

const clientId = "gatehouse";
const clientSecret = "a secret of the tests";

/** `redirectUri`: the console's own address that the provider may lead back to. */
export async function startProvider(redirectUri: string): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, ProviderPerson>();
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    cookies: { keys: ["of the tests"] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...people.get(sub), sub }) }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
  });

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === "login") {
      people.set(made.person.sub, made.person);
      return provider.interactionFinished(request, response, { login: { accountId: made.person.sub } });
    }
    const grant = new provider.Grant({ accountId: session?.accountId ?? "", clientId: String(params["client_id"]) });
    grant.addOIDCScope("openid email profile");
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  }

  const handle = provider.callback();
  server.on("request", (request, response) => {
    if (request.url?.startsWith("/interaction/") === true) void interact(request, response);
    else void handle(request, response);
  });

  async function visit(address: string): Promise<URL> {
    const jar = new Map<string, string>();
    let at = new URL(address);
    while (at.origin === issuer) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await fetch(at, { redirect: "manual", headers: { cookie } });
      for (const each of answer.headers.getSetCookie()) {
        const [name = "", value = ""] = (each.split(";")[0] ?? "").split("=");
        jar.set(name, value);
      }
      const location = answer.headers.get("location");
      if (location === null) throw new Error(`The provider answered ${answer.status}: ${await answer.text()}`);
      at = new URL(location, at);
    }
    return at;
  }

  const made: TestProvider = {
    issuer,
    clientId,
    clientSecret,
    person: { sub: "nobody" },
    visit,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return made;
}
