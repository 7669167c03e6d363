/** The examples that AWS publishes with the algorithm ("Signature Calculations for the Authorization Header"). */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { emptyHash, signed, type Unsigned } from "./signing";

const keys = {
  accessKey: "AKIAIOSFODNN7EXAMPLE",
  secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  region: "us-east-1",
};
const at = new Date("2013-05-24T00:00:00Z");

const get = (path: string, headers: Record<string, string> = {}): Unsigned => ({
  method: "GET",
  url: new URL(path, "https://examplebucket.s3.amazonaws.com"),
  headers,
  bodyHash: emptyHash,
});

test.each([
  [
    "a part of an object",
    get("/test.txt", { Range: "bytes=0-9" }),
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  ],
  [
    "an object put",
    {
      method: "PUT",
      url: new URL("https://examplebucket.s3.amazonaws.com/test$file.text"),
      headers: { Date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
      bodyHash: createHash("sha256").update("Welcome to Amazon S3.").digest("hex"),
    },
    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
  ],
  ["a parameter without value", get("/?lifecycle"), "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"],
  ["parameters", get("/?max-keys=2&prefix=J"), "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"],
])("%s is signed as published", (_, request, signature) => {
  const { authorization } = signed(request, keys, at);
  expect(authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/20130524\/us-east-1\/s3\/aws4_request,/,
  );
  expect(authorization?.split("Signature=")[1]).toBe(signature);
});

test("the secret key is in none of the headers", () => {
  expect(JSON.stringify(signed(get("/test.txt"), keys, at))).not.toContain(keys.secretKey);
});
