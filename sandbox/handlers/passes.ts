import { toBuffer } from "qrcode";
import { GatewayError } from "../errors";
import type { Input, Json, JsonObject } from "../validate";
import type { TemporaryPass } from "../world/passes";
import type { World } from "../world/world";
import { has, moment, pageAs, span } from "./asked";
import type { Context, Handler } from "./handler";

/** What a pass opens doors with: static or for a minute, as a PNG in base64 or as plain text. */
async function codeOf({ world, clock, settings }: Context, pass: TemporaryPass): Promise<string> {
  const text =
    settings.passCode === "static" ? world.passes.staticCode(pass) : world.passes.dynamicCode(pass, clock.now());
  if (settings.passCodeForm === "text") return text;
  return (await toBuffer(text, { width: 240, margin: 2 })).toString("base64");
}

const isOver = ({ clock }: Context, pass: TemporaryPass) => (clock.now() >= pass.endTime ? 1 : 0);

async function details(context: Context, pass: TemporaryPass): Promise<JsonObject> {
  return {
    openCount: pass.openCount,
    name: pass.name,
    startTime: pass.startTime,
    endTime: pass.endTime,
    code: await codeOf(context, pass),
    creatorId: pass.creatorId,
    creatorName: pass.creatorName,
    expiredStatus: isOver(context, pass),
    password: pass.pin,
    accessLevelList: context.world.passes
      .levelsOf(pass)
      .map(({ id, name }) => ({ accessLevelId: id, accessLevelName: name })),
  };
}

function passOf(world: World, id: string): TemporaryPass {
  const pass = world.passes.byId.get(id);
  if (!pass) throw new GatewayError("VMS000003");
  return pass;
}

/** Guide 5.6.4: renews a dynamic code; the answer does not repeat the id. Throws VMS000003. */
const getPass: Handler = (context, input) => {
  moment(input, "clientLocalTime");
  return details(context, passOf(context.world, input.text("id")));
};

/** Guide 5.6.4, A.3.153: newest first; the name may be the creator's. */
const listPasses: Handler = (context, input) => {
  const wanted = input.object("searchRequest").object("filter").text("name");
  const found = [...context.world.passes.byId.values()]
    .reverse()
    .filter((pass) => has(pass.name, wanted) || has(pass.creatorName, wanted));
  return pageAs(context, input, { page: "pageNum", total: "totalNum", list: "tempAuthList" }, found, (pass): Json => ({
    id: pass.id,
    openCount: pass.openCount,
    name: pass.name,
    creatorId: pass.creatorId,
    creatorName: pass.creatorName,
    creatorEmail: pass.creatorEmail,
    password: pass.pin,
    startTime: pass.startTime,
    endTime: pass.endTime,
    expiredStatus: isOver(context, pass),
  }));
};

function given(input: Input) {
  moment(input, "clientLocalTime");
  const { from, to } = span(input, "startTime", "endTime");
  return { name: input.text("name").trim(), openCount: input.integer("openCount"), startTime: from, endTime: to };
}

/** Guide 5.6.4. Without access levels a pass is made all the same, and opens nothing. */
const addPass: Handler = async (context, input) => {
  const { world } = context;
  const creator = world.users[0];
  const pass: TemporaryPass = {
    id: world.random.digits(18),
    ...given(input),
    creatorId: creator?.id ?? "",
    creatorName: creator?.name ?? "",
    creatorEmail: "desk@example.com",
    pin: String(world.random.between(0, 999_999)).padStart(6, "0"),
    accessLevelIds: input.texts("alIds"),
    opened: 0,
    codes: [],
  };
  world.passes.byId.set(pass.id, pass);
  return { id: pass.id, ...(await details(context, pass)) };
};

/** Guide 5.6.4. Access levels that are not sent are taken away. Throws VMS000003. */
const updatePass: Handler = ({ world }, input) => {
  Object.assign(passOf(world, input.text("id")), { ...given(input), accessLevelIds: input.texts("alIds") });
  return undefined;
};

/** Guide 5.6.4. All or nothing; throws VMS000003. */
const deletePasses: Handler = ({ world }, input) => {
  const passes = input.texts("deleteList").map((id) => passOf(world, id));
  for (const { id } of passes) world.passes.byId.delete(id);
  return undefined;
};

export const passHandlers: Record<string, Handler> = {
  "/vims/v1/tempauth/get": getPass,
  "/vims/v1/tempauth/list": listPasses,
  "/vims/v1/tempauth/add": addPass,
  "/vims/v1/tempauth/update": updatePass,
  "/vims/v1/tempauth/delete": deletePasses,
};
