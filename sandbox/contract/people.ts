import { PAGES, flag, integer, object, objects, post, required, text, texts } from "./fields";
import type { Endpoint } from "./fields";

/** A last name must be there but may be blank, as in the guide's own example. */
const person = [
  text("groupId", { required, max: 64 }),
  text("personCode", { required, max: 16 }),
  text("firstName", { required, max: 255 }),
  text("lastName", { max: 255 }),
  integer("gender", { required, range: [0, 2] }),
  text("phone", { max: 32 }),
  text("email", { max: 64 }),
  text("description", { max: 128 }),
  text("startDate", { required }),
  text("endDate", { required }),
];
const personId = text("personId", { required, max: 64 });
const collector = [text("deviceSerial", { required, max: 32 })];

/** Chapter 5.8 as this gateway enforces it. Limits with codes of their own are the handlers'. */
export const peopleContract: readonly Endpoint[] = [
  post("5.8.1", "/person/v1/groups/search", [
    text("parentGroupId", { max: 64 }),
    text("groupName", { max: 64 }),
    flag("depthTraversal"),
    texts("groupIdList", { max: 64 }),
  ]),
  post("5.8.2", "/person/v1/persons/add", person),
  post("5.8.3", "/person/v1/persons/update", [...person, personId]),
  post("5.8.4", "/person/v1/persons/photo", [personId, text("photoData", { required })]),
  post("5.8.5", "/person/v1/persons/fingercollect", collector),
  post("5.8.6", "/person/v1/persons/updatefingers", [
    personId,
    objects("fingerList", [text("id", { max: 64 }), text("name", { required, max: 32 }), text("data", { required })]),
  ]),
  post("5.8.7", "/person/v1/persons/cardcollect", collector),
  post("5.8.8", "/person/v1/persons/updatecards", [
    personId,
    objects("cardList", [text("id", { max: 64 }), text("cardNo")]),
  ]),
  post("5.8.9", "/person/v1/persons/updatepincode", [personId, text("pinCode")]),
  post("5.8.10", "/person/v1/persons/get", [personId]),
  post("5.8.11", "/person/v1/persons/delete", [text("personId", { required })]),
  post("5.8.12", "/person/v1/persons/quick/add", [
    object("personInfo", person, { required }),
    texts("aceessLevelList", { max: 64 }),
    text("pinCode"),
    text("photoData"),
  ]),
  post("5.8.13", "/person/v1/persons/list", [
    integer("pageIndex", { required, range: PAGES }),
    integer("pageSize", { required, range: [1, 100], code: "OPEN000025" }),
    object("filter", [text("name"), text("email"), text("phone")]),
  ]),
  post("5.8.14", "/person/v1/persons/qrcode", [personId, text("clientLocalTime", { required })]),
];
