import { GatewayError } from "../errors";
import type { Json } from "../validate";
import type { Card, Finger, Person } from "../world/person";
import type { Device } from "../world/world";
import type { Context, Handler } from "./handler";
import { personOr } from "./levels";

/** Cards and fingerprints one person may have. */
const MOST = 2;
const LONGEST_CARD = 20;
const LONGEST_FINGER = 1024;
/** Fewer bytes than this show no face. */
const SMALLEST_FACE = 1_500;
const COLLECTORS = new Set(["accessControllerDevice", "videoIntercomDevice"]);

/** Sends a changed credential to every door of the person. */
function carry({ world, clock, settings }: Context, person: Person): void {
  world.people.applications.apply(person, world.people.doorsOf(person), clock.now(), settings.applyDelayMs);
}

/** Takes a PIN for a person. Throws CCF038061 (4 to 8 digits) or CCF038055 (somebody has it). */
export function storePin(context: Context, person: Person, pin: string): void {
  if (!/^\d{4,8}$/.test(pin)) throw new GatewayError("CCF038061");
  if (context.world.people.another(person, (other) => other.pin === pin)) throw new GatewayError("CCF038055");
  person.pin = pin;
  carry(context, person);
}

/**
 * Takes a face picture for a person. Throws CCF038062 for what is no JPEG or PNG in base64, CCF038068 for another
 * person's. A tiny one is taken, and refused by the doors later.
 */
export function storePhoto(context: Context, person: Person, base64: string): void {
  const bytes = Buffer.from(base64, "base64");
  const isPicture = bytes.subarray(0, 3).toString("hex") === "ffd8ff" || bytes.subarray(1, 4).toString() === "PNG";
  if (!isPicture) throw new GatewayError("CCF038062");
  const { people } = context.world;
  if (people.another(person, ({ photo }) => photo?.bytes?.equals(bytes) === true)) throw new GatewayError("CCF038068");
  person.photo = { bytes, usable: bytes.length >= SMALLEST_FACE };
  carry(context, person);
}

/** Guide 5.8.4. */
const updatePhoto: Handler = (context, input) => {
  storePhoto(context, personOr(context.world, input.text("personId")), input.text("photoData"));
  return undefined;
};

/** Guide 5.8.9. Without a PIN the present one is deleted. */
const updatePin: Handler = (context, input) => {
  const person = personOr(context.world, input.text("personId"));
  if (input.text("pinCode") === "") {
    person.pin = null;
    carry(context, person);
  } else storePin(context, person, input.text("pinCode"));
  return undefined;
};

/**
 * Guide 5.8.8. The list is the whole of what the person holds; without one all cards are deleted. A card that fails is
 * told inside a success and changes nothing else: with an id it stays what it was.
 */
const updateCards: Handler = (context, input) => {
  const person = personOr(context.world, input.text("personId"));
  const wanted = input.objects("cardList");
  if (wanted.length > MOST) throw new GatewayError("CCF038032");
  const kept: Card[] = [];
  const failed: Json[] = [];
  for (const row of wanted) {
    const [id, cardNo] = [row.text("id"), row.text("cardNo").trim()];
    const old = person.cards.find((card) => card.id === id);
    const errorCode = cardTrouble(context, person, cardNo, id !== "" && !old, kept);
    if (errorCode === null) kept.push({ id: old?.id ?? context.world.people.random.digits(18), cardNo });
    else {
      failed.push({ cardId: id, cardNo, errorCode });
      if (old) kept.push(old);
    }
  }
  person.cards = kept;
  carry(context, person);
  if (failed.length === 0) return undefined;
  return { cardFailed: { personId: person.id, personName: person.firstName, errorCode: "0", cardList: failed } };
};

function cardTrouble(
  { world: { people } }: Context,
  person: Person,
  cardNo: string,
  strange: boolean,
  kept: readonly Card[],
): string | null {
  if (cardNo === "") return "CCF038037";
  if (cardNo.length > LONGEST_CARD) return "CCF038036";
  if (!/^[0-9A-Za-z]+$/.test(cardNo)) return "CCF038038";
  if (strange) return "CCF038035";
  const holder = people.holderOf(cardNo);
  const taken = (holder && holder !== person) || kept.some((card) => card.cardNo === cardNo);
  return taken ? "CCF038034" : null;
}

/** Guide 5.8.6. As with cards: the list is the whole, and without one all fingerprints are deleted. */
const updateFingers: Handler = (context, input) => {
  const person = personOr(context.world, input.text("personId"));
  const wanted = input.objects("fingerList");
  if (wanted.length > MOST) throw new GatewayError("CCF038039");
  const kept: Finger[] = [];
  const failed: Json[] = [];
  for (const row of wanted) {
    const [id, name, data] = [row.text("id"), row.text("name"), row.text("data")];
    const old = person.fingers.find((finger) => finger.id === id);
    const errorCode = fingerTrouble(context, person, data, id !== "" && !old, kept);
    if (errorCode === null) kept.push({ id: old?.id ?? context.world.people.random.digits(18), name, data });
    else {
      failed.push({ id, failedName: name, errorCode });
      if (old) kept.push(old);
    }
  }
  person.fingers = kept;
  carry(context, person);
  if (failed.length === 0) return undefined;
  return { fingerFailed: { personId: person.id, personName: person.firstName, errorCode: "0", fingerList: failed } };
};

function fingerTrouble(
  { world: { people } }: Context,
  person: Person,
  data: string,
  strange: boolean,
  kept: readonly Finger[],
): string | null {
  if (!/^[0-9A-Fa-f]+$/.test(data)) return "CCF038060";
  if (data.length > LONGEST_FINGER) return "CCF038066";
  if (strange) return "CCF038042";
  const known = people.another(person, ({ fingers }) => fingers.some((finger) => finger.data === data));
  return known || kept.some((finger) => finger.data === data) ? "CCF038067" : null;
}

/** Waits for somebody at the reader. Throws CCF038065 (no such device), CCF021008 (no reader), or the code: offline. */
async function atReader({ world, settings }: Context, serialNo: string, offline: string): Promise<Device> {
  const device = world.devicesBySerial.get(serialNo.trim());
  if (!device) throw new GatewayError("CCF038065");
  if (!COLLECTORS.has(device.category)) throw new GatewayError("CCF021008");
  if (!device.online) throw new GatewayError(offline);
  await new Promise((resolve) => setTimeout(resolve, settings.collectDelayMs));
  return device;
}

/** Guide 5.8.7. A card that was presented, or one nobody has; CCF038084 when nobody came. */
const collectCard: Handler = async (context, input) => {
  await atReader(context, input.text("deviceSerial"), "CCF038084");
  const { people } = context.world;
  const index = people.presented.findIndex(({ cardNo }) => cardNo !== undefined);
  const [presented] = index < 0 ? [] : people.presented.splice(index, 1);
  if (presented?.cardNo !== undefined) return { cardNo: presented.cardNo };
  if (context.settings.collect === "manual") throw new GatewayError("CCF038084");
  let cardNo: string;
  do cardNo = people.random.digits(10);
  while (people.holderOf(cardNo));
  return { cardNo };
};

/** Guide 5.8.5. Quality as it was presented, else good; CCF038085 when nobody came. */
const collectFinger: Handler = async (context, input) => {
  await atReader(context, input.text("deviceSerial"), "CCF038085");
  const { people } = context.world;
  const index = people.presented.findIndex(({ fingerQuality }) => fingerQuality !== undefined);
  const [presented] = index < 0 ? [] : people.presented.splice(index, 1);
  if (!presented && context.settings.collect === "manual") throw new GatewayError("CCF038085");
  const fingerQuality = presented?.fingerQuality ?? people.random.between(82, 99);
  return { fingerData: people.random.hex(512).toUpperCase(), fingerQuality };
};

export const credentialHandlers: Record<string, Handler> = {
  "/person/v1/persons/photo": updatePhoto,
  "/person/v1/persons/fingercollect": collectFinger,
  "/person/v1/persons/updatefingers": updateFingers,
  "/person/v1/persons/cardcollect": collectCard,
  "/person/v1/persons/updatecards": updateCards,
  "/person/v1/persons/updatepincode": updatePin,
};
