import { get, paging, post, required, text } from "./fields";
import type { Endpoint } from "./fields";

/** Chapter 5.1 as this gateway enforces it. */
export const systemContract: readonly Endpoint[] = [
  post(
    "5.1.1",
    "/platform/v1/token/get",
    [text("appKey", { required, max: 64 }), text("secretKey", { required, max: 64 })],
    false,
  ),
  get("5.1.2", "/platform/v1/systemproperties"),
  get("5.1.2", "/platform/v1/servicepackage"),
  get("5.1.2", "/platform/v1/streamtoken/get"),
  post("5.1.2", "/platform/v1/users/get", paging),
];
