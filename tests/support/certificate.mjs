// A certificate that signs itself, made afresh: Node makes keys and signatures, and the little DER around them is here
// (RFC 5280 § 4.1).
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

const tagged = (tag, ...parts) => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const sequence = (...parts) => tagged(0x30, ...parts);
const setOf = (...parts) => tagged(0x31, ...parts);
const identifier = (hex) => tagged(0x06, Buffer.from(hex, "hex"));
const time = (date) => tagged(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`));

const COMMON_NAME = "550403";
const ECDSA_WITH_SHA256 = "2a8648ce3d040302";
const SUBJECT_ALT_NAME = "551d11";
const DAY_MS = 86_400_000;

/** For these names, today. Nobody trusts it: a browser has to be told to look away. */
export function certificate(names) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = sequence(identifier(ECDSA_WITH_SHA256));
  const name = sequence(setOf(sequence(identifier(COMMON_NAME), tagged(0x0c, Buffer.from(names[0])))));
  const alternatives = sequence(...names.map((dns) => tagged(0x82, Buffer.from(dns))));
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(new Date(Date.now() - DAY_MS)), time(new Date(Date.now() + DAY_MS))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(sequence(identifier(SUBJECT_ALT_NAME), tagged(0x04, alternatives)))),
  );
  const signature = sign("sha256", body, privateKey);
  const whole = sequence(body, algorithm, tagged(0x03, Buffer.from([0]), signature));
  const pem = `-----BEGIN CERTIFICATE-----\n${whole.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
  return { cert: pem, key: privateKey.export({ type: "pkcs8", format: "pem" }) };
}
