/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native or stateful packages stay outside the bundle, so that one process holds one instance.
  serverExternalPackages: ["pg", "pino", "prom-client", "@node-rs/argon2", "sharp", "@prisma/adapter-pg"],
  // Next's own image service would fetch remote pictures; Gatehouse serves its own media instead.
  images: { unoptimized: true },
};

export default config;
