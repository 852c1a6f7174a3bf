/** What the API takes and answers, made of its document by `node docs/generate.ts`: not written by hand. */
export interface paths {
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description E-mail and password against an access token and a refresh token. After failed attempts one has to wait, longer each time: for that account, from that address (429, with `Retry-After`). Only failed attempts count. Whoever signs in with a password that was made for them chooses another one first (`POST /api/v1/auth/password`): until then everything else is refused.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew a session
         * @description A refresh token against a new pair. A refresh token that is used twice was stolen: its session ends, and its owner signs in again.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the session of a refresh token, and access with it, at once. An unknown one is no error.
         */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose another password
         * @description At least 12 characters, 6 of them different. The other sessions of the account end. A wrong current password counts as a failed sign-in does.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who you are
         * @description The account that the token speaks for, with the roles it holds now.
         */
        get: operations["whoAmI"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the sources that files can be imported from */
        get: operations["listSources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a source
         * @description With its definition, by which files are read, typed and known again.
         */
        get: operations["showSource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{name}/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Quality of a source's imports
         * @description Of the latest standing import by dimension and field, and of each import over time.
         */
        get: operations["showQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List imports, the latest first */
        get: operations["listImports"];
        put?: never;
        /**
         * Import a file
         * @description The body is the file, byte for byte; it is judged by its content, whatever its type and name say. Answered when everything is visible (201); with `Prefer: respond-async` as soon as the import is accepted (202). A dry run (`dryRun=true`) appends nothing, and neither does a file that was imported before (200). Where the file would take something away of what is published, its import is kept and waits for a person: `status` is `held`, `hold` says why, and nothing of it is published (201; the same file again while it waits: 200). A source of changes takes nothing more meanwhile (409 `source-waits`).
         */
        post: operations["importFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an import */
        get: operations["showImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/quarantined-rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rows of an import that could not become records
         * @description Each with the reason and what to do, in the language of `Accept-Language`.
         */
        get: operations["listQuarantinedRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a held import go on
         * @description As it is; or with `map` under other columns, which somebody else has to agree to by accepting it too (roles operator, approver, admin), with or without the same `map`. Answered before the import has gone on (202): ask for it until it is neither `running` nor `held`. One whose columns were mapped ends as `failed` with the code `mapped`, and `previous` of the import that reads the file anew is this one.
         */
        post: operations["acceptImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a held import
         * @description Nothing of it was taken over, and nothing will be.
         */
        post: operations["rejectImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/give-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an import up
         * @description The way out of anything that runs, is paused or is held. Where its rows were being decided, what was decided stays (`given-up`); before that, nothing was (`failed`). The same file may be sent again.
         */
        post: operations["giveUpImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consents/record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record what a person agreed to
         * @description From then on rows about them come in, of sources that need consent for this purpose; import their files again.
         */
        post: operations["recordConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consents/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw what a person agreed to
         * @description From then on no row about them comes in. What was taken over before stays until it is withdrawn or erased.
         */
        post: operations["withdrawConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consents/show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show what a person agreed to
         * @description Asked for in a body, since addresses are kept in logs. Kept in the access log.
         */
        post: operations["showConsents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the records that wait for people
         * @description The worst first, then the longest waiting.
         */
        get: operations["listQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many wait, by type, source, severity and rule
         * @description Each facet is counted under the other facets that are chosen.
         */
        get: operations["countQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a record
         * @description What was read, what it says, what the rules say in words, and what you may do with it; now, or as of `at`. Its `ETag` is what decisions send as `If-Match`.
         */
        get: operations["showRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that happened to a record
         * @description The oldest first. A reviewer is shown that of records in the queue, and of those they decided on.
         */
        get: operations["showRecordHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve what a record says now
         * @description It is published. Nobody approves what they contributed to. Over an error that stands, say why: a code that can be counted, words, or both; the history keeps them.
         */
        post: operations["approveRecord"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject what a record says now
         * @description What is published of it stays so until something else is.
         */
        post: operations["rejectRecord"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{id}/correct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Correct fields of a record
         * @description It is judged again, and somebody else approves it.
         */
        post: operations["correctRecord"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{id}/choose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose among what a file states of one record */
        post: operations["chooseAlternative"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/published/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List published records of a type
         * @description By id. Pass `next` as `after` until it is null; records published meanwhile are neither doubled nor skipped.
         */
        get: operations["listPublished"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/published/{type}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a published record
         * @description With an `ETag`; `If-None-Match` saves sending again what you have.
         */
        get: operations["showPublished"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the published records of a type
         * @description Streamed. `X-Position` names the position, `X-Schema-Hash` the columns; the trailers `X-Content-SHA256` and `X-Rows` come only where all bytes were sent. The same position gives the same bytes (`at`). Records about people come without what identifies them; an auditor who states a purpose (`X-Purpose`) gets that too (`clear=true`).
         */
        get: operations["exportRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who was shown people in clear
         * @description The newest first. Reads by those who work on the queue have the purpose `queue`; an auditor's the one that was stated.
         */
        get: operations["listAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the accounts
         * @description By e-mail address.
         */
        get: operations["listAccounts"];
        put?: never;
        /**
         * Add an account
         * @description The answer holds its first password, which is shown once, is good for a week, and is changed at the first sign-in.
         */
        post: operations["addAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an account */
        get: operations["showAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the roles of an account
         * @description At the next request they are those. Nobody changes their own; the last enabled account with the role admin keeps it.
         */
        post: operations["changeRoles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable an account
         * @description Its sessions end at once. Nobody disables their own, nor the last enabled account with the role admin.
         */
        post: operations["disableAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable an account again
         * @description With the password and the roles that it had.
         */
        post: operations["enableAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an account another password
         * @description Its sessions end at once. The answer holds the password, which is shown once, is good for a week, and is changed at the next sign-in. Nobody resets their own.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the sessions of an account
         * @description Those that last, the newest first.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/end-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the sessions of an account
         * @description Access ends at once, streams too.
         */
        post: operations["endSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account-journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sign-ins, and what was done to accounts
         * @description The newest first. Sign-ins and failed ones are kept for a year, what was done to accounts for three. Neither passwords nor addresses that no account has are kept.
         */
        get: operations["listAccountJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the log
         * @description In its order, of a stream, of a category, or all of it. What it says of people is sealed unless an auditor states a purpose.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the tables are, and how many records stand where */
        get: operations["showStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projections/{name}/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Build the tables of a projection anew from the log
         * @description Beside the ones in use, compared with them, then switched in. Answered when that is done.
         */
        post: operations["rebuildProjection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts, latest imports, quality of each source
         * @description Figures without any person in them.
         */
        get: operations["showOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Be told of changes
         * @description Server-sent events: `change` with the position that has become visible, at most one a second. The stream ends with the access token; open it again with a new one.
         */
        get: operations["followChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457. */
        Problem: {
            /** @description `urn:healthai:problem:<code>` */
            type: string;
            title: string;
            status: number;
            /** @description What is wrong and what to do, in the language of `Accept-Language`. */
            detail: string;
            code: string;
            params: {
                [key: string]: unknown;
            };
            /** @description How the record stands, where a decision was refused. */
            current?: {
                [key: string]: unknown;
            };
            correlationId: string;
        };
        Credentials: {
            email: string;
            password: string;
        };
        Session: {
            /** @description A JWT (ES256): `Authorization: Bearer …`. */
            accessToken: string;
            /** @description Good for one refresh. */
            refreshToken: string;
            /** @description Seconds until the access token ends. */
            expiresIn: number;
        };
        RefreshRequest: {
            refreshToken: string;
        };
        PasswordChange: {
            current: string;
            /** @description At least 12 characters, 6 of them different. */
            chosen: string;
        };
        Me: {
            /** Format: uuid */
            id: string;
            email: string;
            roles: ("reviewer" | "approver" | "auditor" | "scientist" | "operator" | "admin")[];
        };
        SourceList: {
            items: components["schemas"]["Source"][];
            /** @description Defined, but nothing can be imported until the definition is corrected. */
            refused: components["schemas"]["RefusedSource"][];
        };
        Source: {
            name: string;
            title: string;
            recordType: string;
            format: string;
            licence: string;
            redistributable: boolean;
            cadence: string | null;
            /** @enum {string} */
            trust: "auto" | "clean" | "review";
            personal: boolean;
        };
        RefusedSource: {
            name: string;
            title: string | null;
            recordType: string | null;
            format: string | null;
            /** @description What is wrong with its definition, with the places. */
            problem: string;
        };
        SourceDetail: {
            name: string;
            title: string;
            recordType: string;
            format: string;
            licence: string;
            redistributable: boolean;
            cadence: string | null;
            /** @enum {string} */
            trust: "auto" | "clean" | "review";
            personal: boolean;
            /** @description As the source is defined: columns, units, repairs, key. */
            definition: {
                [key: string]: unknown;
            };
            /** @description What rows need people’s consent for, where that is the legal basis: those without are set aside. */
            consent: {
                purpose: string;
                namespace: string;
                /** @description Whose consent is recorded. */
                people: number;
                message: string;
                advice: string;
            } | null;
        };
        QualityTrend: {
            source: string;
            position: string | null;
            /** @description Null where nothing was evaluated. */
            overall: number | null;
            dimensions: components["schemas"]["DimensionScore"][];
            fields: {
                field: string;
                dimension: string;
                bad: number;
                evaluated: number;
            }[];
            /** @description One an import, the oldest first. */
            imports: {
                import: string;
                finishedAt: string | null;
                /** @description Null where nothing was evaluated. */
                overall: number | null;
                read: number;
            }[];
        };
        DimensionScore: {
            dimension: string;
            bad: number;
            evaluated: number;
            /** @description 1 − bad / evaluated. */
            score: number;
        };
        ImportPage: {
            items: components["schemas"]["Import"][];
            /** @description Pass it as `after` for the next page; null at the end. */
            next: string | null;
        };
        Import: {
            /** Format: uuid */
            import: string;
            source: string;
            recordType: string | null;
            /** @enum {string} */
            status: "running" | "paused" | "held" | "completed" | "given-up" | "failed" | "withdrawing" | "withdrawn";
            file: {
                name: string | null;
                /** @description Null for files about people. */
                sha256: string | null;
                bytes: number | null;
            };
            counts: components["schemas"]["Counts"];
            /** @description When it was done; null while it runs. */
            records: components["schemas"]["StatusCounts"] | null;
            /** @description Judged rows by rule and severity. */
            findings: {
                rule: string;
                severity: string;
                count: number;
            }[];
            startedAt: string | null;
            finishedAt: string | null;
            seconds: number | null;
            peakMemoryMiB: number | null;
            /** @description A place in the log. Opaque, ordered; a string, because it may be larger than a double holds. */
            position: string;
            /** @description In words, with what to do; null where it did not fail. */
            failure: {
                code: string;
                message: string;
                advice: string;
            } | null;
            pause: string | null;
            /** @description For a snapshot: records that stood and that it does not state. */
            noLongerStated: number | null;
            /** @description Why it waits for a person, or waited. */
            hold: components["schemas"]["Hold"] | null;
            mapping: {
                version: number;
                /** @description Who proposed it: somebody else has to agree. */
                by: string;
                columns: components["schemas"]["MappedColumn"][];
                reason: string;
            } | null;
            /** @description Why a person gave it up. */
            givenUp: string | null;
            columns: components["schemas"]["ImportColumns"] | null;
        };
        /** @description read = new + revised + unchanged + duplicate + conflicting + quarantined + leftOut; repaired and respelled (the key is spelled otherwise than that of the record; absent for none) are among them. */
        Counts: {
            read: number;
            new: number;
            revised: number;
            unchanged: number;
            duplicate: number;
            conflicting: number;
            quarantined: number;
            repaired: number;
            respelled?: number;
            /** @description Rows that the source’s definition leaves out. */
            leftOut: number;
        };
        /** @description Records by status of their newest content. */
        StatusCounts: {
            published: number;
            open: number;
            rejected: number;
        };
        /** @description What an import would take away, counted before any record is touched. */
        Hold: {
            reasons: {
                /** @enum {string} */
                code: "missing-columns" | "emptied-columns" | "shrunken" | "falling";
                columns: string[];
                records: number;
                publishedValues: number;
                unknown?: string[];
                proposal?: {
                    columns: {
                        column: string;
                        field: string | null;
                        to: string;
                        unit?: string;
                        by: ("name" | "values" | "unit")[];
                        score: number;
                        agreeing: number;
                        compared: number;
                    }[];
                };
                /** @constant */
                needed?: true;
                stood?: number;
                rows?: number[];
            }[];
            rows: number;
            quarantined: number;
            /** @description Columns of the source that the file lacks. */
            absent?: string[];
            missingDigest?: string;
        };
        /** @description A column that stood before, and the column of the file that takes its place. */
        MappedColumn: {
            column: string;
            to: string;
            unit?: string;
        };
        ImportColumns: {
            /** @description Columns of the file that the source knows. */
            mapped: string[];
            /** @description Columns of the source that the file lacks. */
            absent: string[];
            /** @description Columns of the file that the source does not know. */
            unknown: string[];
        };
        ImportDetail: {
            /** Format: uuid */
            import: string;
            source: string;
            recordType: string | null;
            /** @enum {string} */
            status: "running" | "paused" | "held" | "completed" | "given-up" | "failed" | "withdrawing" | "withdrawn";
            file: {
                name: string | null;
                /** @description Null for files about people. */
                sha256: string | null;
                bytes: number | null;
            };
            counts: components["schemas"]["Counts"];
            /** @description When it was done; null while it runs. */
            records: components["schemas"]["StatusCounts"] | null;
            /** @description Judged rows by rule and severity. */
            findings: {
                rule: string;
                severity: string;
                count: number;
            }[];
            startedAt: string | null;
            finishedAt: string | null;
            seconds: number | null;
            peakMemoryMiB: number | null;
            /** @description A place in the log. Opaque, ordered; a string, because it may be larger than a double holds. */
            position: string;
            /** @description In words, with what to do; null where it did not fail. */
            failure: {
                code: string;
                message: string;
                advice: string;
            } | null;
            pause: string | null;
            /** @description For a snapshot: records that stood and that it does not state. */
            noLongerStated: number | null;
            /** @description Why it waits for a person, or waited. */
            hold: components["schemas"]["Hold"] | null;
            mapping: {
                version: number;
                /** @description Who proposed it: somebody else has to agree. */
                by: string;
                columns: components["schemas"]["MappedColumn"][];
                reason: string;
            } | null;
            /** @description Why a person gave it up. */
            givenUp: string | null;
            columns: components["schemas"]["ImportColumns"] | null;
            previous: string | null;
            contract: number | null;
            ruleset: number | null;
            header: string[] | null;
            /** @description Columns that the batch verdict took out of the way. */
            unreliable: string[];
            dimensions: {
                dimension: string;
                bad: number;
                evaluated: number;
            }[];
        };
        QuarantinedPage: {
            items: components["schemas"]["QuarantinedRow"][];
            /** @description Pass it as `after` for the next page; null at the end. */
            next: string | null;
        };
        /** @description A row that could not become a record, in words. */
        QuarantinedRow: {
            row: number;
            sheet: string | null;
            /** @description Half-open byte range in the file. */
            bytes: [
                number,
                number
            ] | null;
            reason: string;
            message: string;
            advice: string;
        };
        ImportReport: {
            /** @description Null for a dry run. */
            import: string | null;
            source: string;
            dryRun: boolean;
            /** @description The same bytes were imported before: nothing was appended. */
            alreadyImported: boolean;
            /**
             * @description `held`: it waits for a person, and nothing of it is taken over.
             * @enum {string}
             */
            status: "completed" | "held";
            file: {
                name: string | null;
                /** @description Null for files about people. */
                sha256: string | null;
                bytes: number | null;
            };
            columns: components["schemas"]["ImportColumns"];
            counts: components["schemas"]["Counts"];
            /** @description The file’s records after the import. */
            records: components["schemas"]["StatusCounts"];
            noLongerStated?: number;
            hold?: components["schemas"]["Hold"];
            findings: {
                rule: string;
                severity: components["schemas"]["Severity"];
                count: number;
            }[];
            /** @description Of a dry run: the first 100 rows that cannot become records. */
            quarantined?: {
                row: number;
                sheet?: string;
                column: string | null;
                /** @description Left out where it is about people. */
                value?: unknown;
                /** @description In words. */
                reason: string;
                advice: string;
                code: string;
            }[];
            /** @description Null for a dry run. Pass it as `atLeast` to read your own writes. */
            position: string | null;
            seconds: number;
            peakMemoryMiB: number;
            /** @description By which the original is known. */
            digest: string;
        };
        /** @enum {string} */
        Severity: "info" | "warn" | "error" | "block";
        ImportAccepted: {
            /** Format: uuid */
            import: string;
        };
        HoldAcceptance: {
            /** @description Why: kept with the import. */
            reason: string;
            /** @description Columns that stood before, and the columns of the file that take their places. */
            map?: {
                column: string;
                to: string;
                unit?: string;
            }[];
            /** @description Accept it as it is although somebody proposed a mapping. */
            asIs?: boolean;
        };
        HoldAnswered: {
            /** Format: uuid */
            import: string;
            source: string;
            recordType: string | null;
            /** @enum {string} */
            status: "running" | "paused" | "held" | "completed" | "given-up" | "failed" | "withdrawing" | "withdrawn";
            file: {
                name: string | null;
                /** @description Null for files about people. */
                sha256: string | null;
                bytes: number | null;
            };
            counts: components["schemas"]["Counts"];
            /** @description When it was done; null while it runs. */
            records: components["schemas"]["StatusCounts"] | null;
            /** @description Judged rows by rule and severity. */
            findings: {
                rule: string;
                severity: string;
                count: number;
            }[];
            startedAt: string | null;
            finishedAt: string | null;
            seconds: number | null;
            peakMemoryMiB: number | null;
            /** @description A place in the log. Opaque, ordered; a string, because it may be larger than a double holds. */
            position: string;
            /** @description In words, with what to do; null where it did not fail. */
            failure: {
                code: string;
                message: string;
                advice: string;
            } | null;
            pause: string | null;
            /** @description For a snapshot: records that stood and that it does not state. */
            noLongerStated: number | null;
            /** @description Why it waits for a person, or waited. */
            hold: components["schemas"]["Hold"] | null;
            mapping: {
                version: number;
                /** @description Who proposed it: somebody else has to agree. */
                by: string;
                columns: components["schemas"]["MappedColumn"][];
                reason: string;
            } | null;
            /** @description Why a person gave it up. */
            givenUp: string | null;
            columns: components["schemas"]["ImportColumns"] | null;
            previous: string | null;
            contract: number | null;
            ruleset: number | null;
            header: string[] | null;
            /** @description Columns that the batch verdict took out of the way. */
            unreliable: string[];
            dimensions: {
                dimension: string;
                bad: number;
                evaluated: number;
            }[];
            /**
             * @description `run`: it goes on, or is imported anew under its new columns; `second-person`: somebody else has to agree.
             * @enum {string}
             */
            next: "run" | "second-person" | "nothing";
        };
        ImportEnding: {
            /** @description Why: kept with the import. */
            reason: string;
        };
        ConsentRecording: {
            /** @description As the source names the person. In the body, so that no log of addresses holds it. */
            person: string;
            /** @description Where that key is known; may be left out where there is one only. */
            namespace?: string;
            /** @description One purpose, as sources ask for it. */
            purpose: string;
            /** @description Of the text that was agreed to. */
            textVersion?: string;
            /**
             * @description Of that text.
             * @enum {string}
             */
            language?: "fr" | "en" | "de" | "it";
            /** @description Where the agreement is kept. */
            evidence?: string;
        };
        PersonConsents: {
            /** @description Pseudonym of the person; null for whoever is not known. */
            person: string | null;
            consents: components["schemas"]["Consent"][];
        };
        Consent: {
            purpose: string;
            /** @enum {string} */
            status: "recorded" | "withdrawn";
            /** @description When it was recorded, or withdrawn. */
            since: string;
        };
        ConsentWithdrawal: {
            /** @description As the source names the person. In the body, so that no log of addresses holds it. */
            person: string;
            /** @description Where that key is known; may be left out where there is one only. */
            namespace?: string;
            /** @description One purpose, as sources ask for it. */
            purpose: string;
        };
        ConsentQuestion: {
            /** @description As the source names the person. In the body, so that no log of addresses holds it. */
            person: string;
            /** @description Where that key is known; may be left out where there is one only. */
            namespace?: string;
            /** @description One purpose, as sources ask for it. */
            purpose?: string;
        };
        /** @enum {string} */
        RecordType: "food" | "exercise" | "user_profile" | "diet_assessment" | "workout_session" | "daily_activity" | "sleep_period" | "biometric_measure";
        QueuePage: {
            items: components["schemas"]["QueueItem"][];
            /** @description Pass it as `after` for the next page; null at the end. */
            next: string | null;
        };
        QueueItem: {
            /** Format: uuid */
            record: string;
            type: string;
            source: string;
            key: string | null;
            version: number;
            /** @description Position since which it is open. */
            since: string;
            /** @description The worst that holds it; null where only trust or a reopening does. */
            severity: components["schemas"]["Severity"] | null;
            rules: string[];
            /** @description Its source no longer states it. */
            unstated: boolean;
            published: number | null;
            rank: number;
        };
        Facets: {
            items: {
                /** @enum {string} */
                facet: "type" | "source" | "severity" | "rule";
                value: string;
                count: number;
            }[];
        };
        Record: {
            /** Format: uuid */
            id: string;
            type: components["schemas"]["RecordType"];
            typeLabel: string;
            source: string;
            /** @description Null for types about people. */
            key: string | null;
            subject: string | null;
            /** @description Of its last event, from 0. */
            version: number;
            /** @description A place in the log. Opaque, ordered; a string, because it may be larger than a double holds. */
            position: string;
            status: components["schemas"]["Status"];
            /** @description Its source no longer states it. */
            unstated: boolean;
            /** @description Version of the approval that publishes it. */
            published: number | null;
            past: boolean;
            fields: components["schemas"]["Field"][];
            raw: {
                column: string | null;
                /** @description As read. */
                cell: unknown;
            }[];
            findings: components["schemas"]["Finding"][];
            alternatives: components["schemas"]["Alternative"][];
            provenance: components["schemas"]["Provenance"] | null;
            /** @description Other records of the source that have its key in another spelling. */
            meets: {
                /** Format: uuid */
                id: string;
                key: string | null;
                status: components["schemas"]["Status"];
            }[];
            /** @description Empty where you may not see it. */
            history: components["schemas"]["HistoryEntry"][];
            /** @description What you may do now. */
            actions: ("approve" | "reject" | "correct" | "choose")[];
            approvalBlocked: ("contributor" | "block") | null;
        };
        /**
         * @description Of the newest content of a record.
         * @enum {string}
         */
        Status: "open" | "published" | "rejected" | "withdrawn";
        Field: {
            name: string;
            label: string;
            unit: string | null;
            /** @enum {string} */
            kind: "text" | "number" | "integer" | "enum" | "boolean" | "date" | "instant" | "list";
            options: string[] | null;
            required: boolean;
            derived: boolean;
            constant: boolean;
            /** @description Says who a person is, and is not shown to you. */
            hidden: boolean;
            raw: unknown | null;
            column: string | null;
            /** @description As the source states it, before corrections. */
            stated: components["schemas"]["Value"] | null;
            /** @description Newest content. */
            value: components["schemas"]["Value"] | null;
            qualifier: components["schemas"]["Qualifier"] | null;
            published: components["schemas"]["Value"] | null;
            suggestion: components["schemas"]["Value"] | null;
            rules: string[];
        };
        /** @description A typed value in canonical units. */
        Value: string | number | boolean | string[];
        /** @description Only traces, or less than a limit. */
        Qualifier: "trace" | {
            below: number;
        };
        /** @description What a rule says of a field, or of the record, in words. */
        Finding: {
            rule: string;
            version: number;
            severity: components["schemas"]["Severity"];
            field?: string;
            params?: {
                [key: string]: unknown;
            };
            suggestion?: {
                field: string;
                value: components["schemas"]["Value"] | null;
            };
            /** @constant */
            waived?: true;
            /** @constant */
            holds?: false;
            message: string;
            advice: string;
        };
        /** @description What the file states otherwise of the same record; 0 is its first row. */
        Alternative: {
            number: number;
            row: number;
            chosen: boolean;
            differing: {
                name: string;
                label: string;
                value: components["schemas"]["Value"] | null;
            }[];
        };
        Provenance: {
            source: string;
            /** Format: uuid */
            import: string;
            sheet?: string;
            row: number;
            file: string | null;
            columns: string[] | null;
        };
        HistoryEntry: {
            version: number;
            /** @description A place in the log. Opaque, ordered; a string, because it may be larger than a double holds. */
            position: string;
            /** Format: uuid */
            id: string;
            type: string;
            actor: string;
            /** @description When it was decided. */
            at: string;
            /** @description False where a later undo struck it. */
            stands: boolean;
            data: {
                [key: string]: unknown;
            };
        };
        RecordHistory: {
            /** Format: uuid */
            id: string;
            /** @description Of its last event, from 0. */
            version: number;
            items: components["schemas"]["HistoryEntry"][];
        };
        Approval: {
            /** @description Why in spite of what was found, as a short code: `checked-at-source`. */
            code?: string;
            reason?: string;
        };
        /** @description How a record stands after a decision. */
        Standing: {
            /** Format: uuid */
            record: string;
            /** @description Of its last event, from 0. */
            version: number;
            /** @description Pass it as `atLeast` to read your own writes. */
            position: string;
            status: components["schemas"]["Status"];
            published: number | null;
        };
        Rejection: {
            /** @description A short code, such as `implausible`. */
            code: string;
            text?: string;
        };
        Correction: {
            /** @description Field → value as text in canonical units, or as JSON; null clears it. */
            set: {
                [key: string]: components["schemas"]["Value"] | null;
            };
            reason: string;
        };
        Choice: {
            alternative: number;
            reason: string;
        };
        PublishedPage: {
            items: components["schemas"]["PublishedRecord"][];
            /** @description Pass it as `after` for the next page; null at the end. */
            next: string | null;
        };
        PublishedRecord: {
            /** Format: uuid */
            id: string;
            /** @description Null for types about people. */
            key: string | null;
            /** @description Null for types without people. */
            subject: string | null;
            /** @description Of the record when it was published: its `ETag`. */
            version: number;
            values: components["schemas"]["PublishedValues"];
        };
        /** @description By the contract of the type. A missing value is an absent key; fields that you may not see, or did not ask for, are absent too. */
        PublishedValues: components["schemas"]["Values_food"] | components["schemas"]["Values_exercise"] | components["schemas"]["Values_user_profile"] | components["schemas"]["Values_diet_assessment"] | components["schemas"]["Values_workout_session"] | components["schemas"]["Values_daily_activity"] | components["schemas"]["Values_sleep_period"] | components["schemas"]["Values_biometric_measure"];
        AccessPage: {
            items: components["schemas"]["Access"][];
            /** @description Pass it as `after` for the next page; null at the end. */
            next: string | null;
        };
        Access: {
            /** @description A place in the log. Opaque, ordered; a string, because it may be larger than a double holds. */
            id: string;
            /** @description When it was shown. */
            at: string;
            /** @description `user:<id>`, or `system:operator` for the command line. */
            actor: string;
            /** @description Pseudonym of the person; null where a whole type or a part of the log was shown. */
            subject: string | null;
            record: string | null;
            /** @description What was shown, without anything of its content. */
            what: string;
            /** @description `queue`, or what an auditor stated. */
            purpose: string;
            /** @description A place in the log. Opaque, ordered; a string, because it may be larger than a double holds. */
            position: string;
        };
        AccountPage: {
            items: components["schemas"]["Account"][];
            /** @description Pass it as `after` for the next page; null at the end. */
            next: string | null;
            /** @description All that fit. */
            total: number;
        };
        Account: {
            /** Format: uuid */
            id: string;
            email: string;
            roles: ("reviewer" | "approver" | "auditor" | "scientist" | "operator" | "admin")[];
            /** @description Nobody signs in with it. */
            disabled: boolean;
            lastSignIn: string | null;
            /** @description How many last now. */
            sessions: number;
            /** @description The password was made by somebody else, and is good for one sign-in. */
            mustChangePassword: boolean;
        };
        NewAccount: {
            email: string;
            roles: ("reviewer" | "approver" | "auditor" | "scientist" | "operator" | "admin")[];
        };
        AccountWithPassword: {
            /** Format: uuid */
            id: string;
            email: string;
            roles: ("reviewer" | "approver" | "auditor" | "scientist" | "operator" | "admin")[];
            /** @description Nobody signs in with it. */
            disabled: boolean;
            lastSignIn: string | null;
            /** @description How many last now. */
            sessions: number;
            /** @description The password was made by somebody else, and is good for one sign-in. */
            mustChangePassword: boolean;
            /** @description Shown once. Good for a week, for a sign-in that chooses another one. */
            password: string;
        };
        RolesChange: {
            roles: ("reviewer" | "approver" | "auditor" | "scientist" | "operator" | "admin")[];
        };
        OpenSessions: {
            items: components["schemas"]["OpenSession"][];
        };
        OpenSession: {
            /** Format: date-time */
            began: string;
            /**
             * Format: date-time
             * @description Where nobody comes back until then.
             */
            ends: string;
            /** @description Where it was begun. */
            address: string | null;
        };
        AccountJournalPage: {
            items: components["schemas"]["AccountEntry"][];
            /** @description Pass it as `after` for the next page; null at the end. */
            next: string | null;
        };
        AccountEntry: {
            /** @description A place in the log. Opaque, ordered; a string, because it may be larger than a double holds. */
            id: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            act: "sign-in" | "sign-in-failed" | "sign-out" | "password-changed" | "password-refused" | "account-added" | "roles-changed" | "account-disabled" | "account-enabled" | "password-reset" | "sessions-ended";
            /** @description `user:<id>`, `system:operator` for the command line, `system:start`; null where nobody is known. */
            actor: string | null;
            actorEmail: string | null;
            /** @description Whose account; null where nobody has the address that was given. */
            account: string | null;
            accountEmail: string | null;
            address: string | null;
            /** @description How many failed sign-ins the line stands for. */
            times: number;
            /** @description Roles. */
            before: string[] | null;
            after: string[] | null;
        };
        EventPage: {
            items: components["schemas"]["Event"][];
            /** @description Pass it as `after` for the next page; null at the end. */
            next: string | null;
        };
        Event: {
            /** @description A place in the log. Opaque, ordered; a string, because it may be larger than a double holds. */
            position: string;
            stream: string;
            version: number;
            type: string;
            /** Format: uuid */
            id: string;
            /** @description When it was decided. */
            at: string;
            /** @description The store’s own time. */
            recordedAt: string;
            /** @description What it says of people is sealed. */
            data: {
                [key: string]: unknown;
            };
            metadata: {
                [key: string]: unknown;
            };
        };
        SystemStatus: {
            /** @description A place in the log. Opaque, ordered; a string, because it may be larger than a double holds. */
            head: string;
            /** @enum {string} */
            store: "postgres" | "eventstoredb";
            projections: {
                name: string;
                version: number;
                /** @description A place in the log. Opaque, ordered; a string, because it may be larger than a double holds. */
                position: string;
                lag: number;
                parked: number;
                state: string;
                error?: string;
            }[];
            counts: components["schemas"]["CountsByType"];
        };
        CountsByType: {
            food: components["schemas"]["StatusCounts"];
            exercise: components["schemas"]["StatusCounts"];
            user_profile: components["schemas"]["StatusCounts"];
            diet_assessment: components["schemas"]["StatusCounts"];
            workout_session: components["schemas"]["StatusCounts"];
            daily_activity: components["schemas"]["StatusCounts"];
            sleep_period: components["schemas"]["StatusCounts"];
            biometric_measure: components["schemas"]["StatusCounts"];
        };
        RebuildReport: {
            name: string;
            version: number;
            events: number;
            seconds: number;
            liveChecksum: string | null;
            rebuiltChecksum: string;
            /** @description Null where there was nothing to compare with. */
            equal: boolean | null;
        };
        Overview: {
            counts: components["schemas"]["CountsByType"];
            totals: components["schemas"]["StatusCounts"];
            open: {
                /** @enum {string} */
                severity: "block" | "error" | "warn" | "info" | "none";
                count: number;
            }[];
            imports: components["schemas"]["Import"][];
            quality: components["schemas"]["SourceQuality"][];
            /** @description A place in the log. Opaque, ordered; a string, because it may be larger than a double holds. */
            position: string;
            asOf: string;
        };
        SourceQuality: {
            source: string;
            recordType: string;
            /** @description Null where nothing was evaluated. */
            overall: number | null;
            dimensions: components["schemas"]["DimensionScore"][];
        };
        /**
         * Food
         * @description Of a food. Every record has: name, basis.
         */
        Values_food: {
            /** Name */
            name?: string;
            /**
             * Basis of the amounts
             * @enum {string}
             */
            basis?: "portion" | "per_100g";
            /** Portion */
            portion_text?: string;
            /** Weight of the portion */
            portion_g?: number;
            /** Category */
            category?: string;
            /**
             * Meal
             * @enum {string}
             */
            meal_type?: "breakfast" | "lunch" | "dinner" | "snack" | "side";
            /** Drink taken with the meal */
            drink_ml?: number;
            /** Code of the source */
            external_code?: string;
            /** Group code */
            group_code?: string;
            /** Subgroup code */
            subgroup_code?: string;
            /** Sub-subgroup code */
            subsubgroup_code?: string;
            /** Group */
            group_name?: string;
            /** Subgroup */
            subgroup_name?: string;
            /** Sub-subgroup */
            subsubgroup_name?: string;
            /** Scientific name */
            scientific_name?: string;
            /** Energy (kcal) */
            energy_kcal?: number;
            /** Energy (kJ) */
            energy_kj?: number;
            /** Energy, N × Jones factor (kcal) */
            energy_kcal_jones?: number;
            /** Energy, N × Jones factor (kJ) */
            energy_kj_jones?: number;
            /** Water */
            water_g?: number;
            /** Protein */
            protein_g?: number;
            /** Protein, N × 6.25 */
            protein_n625_g?: number;
            /** Carbohydrate */
            carbohydrate_g?: number;
            /** Fat */
            fat_g?: number;
            /** Dietary fibre */
            fibre_g?: number;
            /** Sugars */
            sugars_g?: number;
            /** Fructose */
            fructose_g?: number;
            /** Galactose */
            galactose_g?: number;
            /** Glucose */
            glucose_g?: number;
            /** Lactose */
            lactose_g?: number;
            /** Maltose */
            maltose_g?: number;
            /** Sucrose */
            sucrose_g?: number;
            /** Starch */
            starch_g?: number;
            /** Total polyols */
            polyols_g?: number;
            /** Ash */
            ash_g?: number;
            /** Alcohol (ethanol) */
            alcohol_g?: number;
            /** Organic acids */
            organic_acids_g?: number;
            /** Cholesterol */
            cholesterol_mg?: number;
            /** Salt */
            salt_g?: number;
            /** Saturated fatty acids */
            saturated_fat_g?: number;
            /** Monounsaturated fatty acids */
            monounsaturated_fat_g?: number;
            /** Polyunsaturated fatty acids */
            polyunsaturated_fat_g?: number;
            /** Trans fatty acids */
            trans_fat_g?: number;
            /** Butyric acid (4:0) */
            fa_4_0_g?: number;
            /** Caproic acid (6:0) */
            fa_6_0_g?: number;
            /** Caprylic acid (8:0) */
            fa_8_0_g?: number;
            /** Capric acid (10:0) */
            fa_10_0_g?: number;
            /** Lauric acid (12:0) */
            fa_12_0_g?: number;
            /** Myristic acid (14:0) */
            fa_14_0_g?: number;
            /** Palmitic acid (16:0) */
            fa_16_0_g?: number;
            /** Stearic acid (18:0) */
            fa_18_0_g?: number;
            /** Oleic acid (18:1 n-9) */
            fa_18_1_n9_g?: number;
            /** Linoleic acid (18:2 n-6) */
            fa_18_2_n6_g?: number;
            /** Alpha-linolenic acid (18:3 n-3) */
            fa_18_3_n3_g?: number;
            /** Arachidonic acid (20:4 n-6) */
            fa_20_4_n6_g?: number;
            /** EPA (20:5 n-3) */
            fa_20_5_n3_g?: number;
            /** DHA (22:6 n-3) */
            fa_22_6_n3_g?: number;
            /** Calcium */
            calcium_mg?: number;
            /** Chloride */
            chloride_mg?: number;
            /** Copper */
            copper_mg?: number;
            /** Iron */
            iron_mg?: number;
            /** Iodine */
            iodine_ug?: number;
            /** Magnesium */
            magnesium_mg?: number;
            /** Manganese */
            manganese_mg?: number;
            /** Phosphorus */
            phosphorus_mg?: number;
            /** Potassium */
            potassium_mg?: number;
            /** Selenium */
            selenium_ug?: number;
            /** Sodium */
            sodium_mg?: number;
            /** Zinc */
            zinc_mg?: number;
            /** Vitamin A, retinol activity equivalents */
            vitamin_a_rae_ug?: number;
            /** Retinol */
            retinol_ug?: number;
            /** Beta-carotene */
            beta_carotene_ug?: number;
            /** Vitamin D */
            vitamin_d_ug?: number;
            /** Vitamin D2 (ergocalciferol) */
            vitamin_d2_ug?: number;
            /** Vitamin D3 (cholecalciferol) */
            vitamin_d3_ug?: number;
            /** Alpha-tocopherol */
            alpha_tocopherol_mg?: number;
            /** Vitamin E */
            vitamin_e_mg?: number;
            /** Vitamin K1 */
            vitamin_k1_ug?: number;
            /** Vitamin K2 */
            vitamin_k2_ug?: number;
            /** Vitamin C */
            vitamin_c_mg?: number;
            /** Vitamin B1 (thiamin) */
            vitamin_b1_mg?: number;
            /** Vitamin B2 (riboflavin) */
            vitamin_b2_mg?: number;
            /** Vitamin B3 (niacin) */
            vitamin_b3_mg?: number;
            /** Vitamin B5 (pantothenic acid) */
            vitamin_b5_mg?: number;
            /** Vitamin B6 */
            vitamin_b6_mg?: number;
            /** Folate, dietary equivalents (B9) */
            folate_dfe_ug?: number;
            /** Total folate (B9) */
            folate_ug?: number;
            /** Intrinsic folate */
            folate_intrinsic_ug?: number;
            /** Folic acid (fortification) */
            folic_acid_ug?: number;
            /** Vitamin B12 */
            vitamin_b12_ug?: number;
            /** Jones factor */
            jones_factor?: number;
        };
        /**
         * Exercise
         * @description Of a exercise. Every record has: external_id, name.
         */
        Values_exercise: {
            /** Id of the source */
            external_id?: string;
            /** Name */
            name?: string;
            /** Target muscles */
            target_muscles?: string[];
            /** Secondary muscles */
            secondary_muscles?: string[];
            /** Body parts */
            body_parts?: string[];
            /** Equipment */
            equipment?: string[];
            /** Instructions */
            instructions?: string[];
            /**
             * Level
             * @enum {string}
             */
            level?: "beginner" | "intermediate" | "expert";
            /**
             * Force
             * @enum {string}
             */
            force?: "pull" | "push" | "static";
            /**
             * Mechanic
             * @enum {string}
             */
            mechanic?: "compound" | "isolation";
            /** Category */
            category?: string;
            /** Media */
            media_urls?: string[];
        };
        /**
         * User profile
         * @description Of a user_profile. Every record has: person_key.
         */
        Values_user_profile: {
            /** Person's key */
            person_key?: string;
            /** Given name */
            given_name?: string;
            /** Family name */
            family_name?: string;
            /** E-mail address */
            email?: string;
            /**
             * Date of birth
             * Format: date
             */
            birth_date?: string;
            /** Age */
            age_years?: number;
            /**
             * Sex
             * @enum {string}
             */
            sex?: "female" | "male" | "other" | "unknown";
            /** Height */
            height_m?: number;
            /** Weight */
            weight_kg?: number;
            /** Target weight */
            target_weight_kg?: number;
            /**
             * Goal
             * @enum {string}
             */
            goal?: "lose_weight" | "gain_muscle" | "maintain" | "improve_sleep";
            /**
             * Plan
             * @enum {string}
             */
            plan?: "free" | "premium" | "premium_plus" | "b2b";
            /**
             * Activity level
             * @enum {string}
             */
            activity_level?: "sedentary" | "moderate" | "active";
            /** Diets */
            diets?: string[];
            /** Allergies */
            allergies?: string[];
            /** Country */
            country?: string;
        };
        /**
         * Diet assessment
         * @description Of a diet_assessment. Every record has: patient_id.
         */
        Values_diet_assessment: {
            /** Patient id */
            patient_id?: string;
            /** Age */
            age_years?: number;
            /**
             * Sex
             * @enum {string}
             */
            sex?: "female" | "male" | "other" | "unknown";
            /** Weight */
            weight_kg?: number;
            /** Height */
            height_m?: number;
            /** Stated BMI */
            bmi_stated?: number;
            /** BMI */
            bmi?: number;
            /**
             * Disease
             * @enum {string}
             */
            disease?: "none" | "obesity" | "diabetes" | "hypertension";
            /**
             * Severity
             * @enum {string}
             */
            severity?: "mild" | "moderate" | "severe";
            /**
             * Activity level
             * @enum {string}
             */
            activity_level?: "sedentary" | "moderate" | "active";
            /** Daily energy intake */
            energy_intake_kcal_per_day?: number;
            /** Blood cholesterol */
            cholesterol_mg_per_dl?: number;
            /** Systolic pressure */
            systolic_mmhg?: number;
            /** Blood glucose */
            glucose_mg_per_dl?: number;
            /**
             * Dietary restrictions
             * @enum {string}
             */
            restrictions?: "none" | "low_sodium" | "low_sugar";
            /**
             * Allergy
             * @enum {string}
             */
            allergies?: "none" | "gluten" | "crustaceans" | "eggs" | "fish" | "peanuts" | "soya" | "milk" | "nuts" | "celery" | "mustard" | "sesame" | "sulphites" | "lupin" | "molluscs";
            /**
             * Preferred cuisine
             * @enum {string}
             */
            preferred_cuisine?: "chinese" | "french" | "indian" | "italian" | "mexican" | "other";
            /** Exercise a week */
            exercise_h_per_week?: number;
            /** Adherence to the diet */
            adherence_percent?: number;
            /** Nutrient imbalance score */
            nutrient_imbalance_score?: number;
            /**
             * Recommendation
             * @enum {string}
             */
            recommendation?: "balanced" | "low_sodium" | "low_carb";
        };
        /**
         * Workout session
         * @description Of a workout_session.
         */
        Values_workout_session: {
            /** Person's key */
            person_key?: string;
            /**
             * Start
             * Format: date-time
             */
            started_at?: string;
            /** Age */
            age_years?: number;
            /**
             * Sex
             * @enum {string}
             */
            sex?: "female" | "male" | "other" | "unknown";
            /** Weight */
            weight_kg?: number;
            /** Height */
            height_m?: number;
            /** Maximum heart rate */
            max_heart_rate_bpm?: number;
            /** Average heart rate */
            average_heart_rate_bpm?: number;
            /** Resting heart rate */
            resting_heart_rate_bpm?: number;
            /** Duration */
            duration_min?: number;
            /** Energy spent */
            energy_kcal?: number;
            /**
             * Workout type
             * @enum {string}
             */
            workout_type?: "cardio" | "hiit" | "strength" | "yoga" | "other";
            /** Body fat */
            body_fat_percent?: number;
            /** Water drunk */
            water_l?: number;
            /** Sessions a week */
            frequency_per_week?: number;
            /** Experience level (1 to 3) */
            experience_level?: number;
            /** Stated BMI */
            bmi_stated?: number;
            /** BMI */
            bmi?: number;
        };
        /**
         * Daily activity
         * @description Of a daily_activity. Every record has: person_key, local_date.
         */
        Values_daily_activity: {
            /** Person's key */
            person_key?: string;
            /**
             * Day
             * Format: date
             */
            local_date?: string;
            /** Steps */
            steps?: number;
            /** Energy spent */
            energy_kcal?: number;
            /** Distance */
            distance_m?: number;
            /** Active minutes */
            active_min?: number;
            /** Sleep */
            sleep_min?: number;
            /** Mean heart rate */
            mean_heart_rate_bpm?: number;
            /**
             * Workout type
             * @enum {string}
             */
            workout_type?: "none" | "walking" | "running" | "cycling" | "swimming" | "yoga" | "gym" | "other";
            /**
             * Weather
             * @enum {string}
             */
            weather?: "clear" | "clouds" | "fog" | "rain" | "snow" | "other";
            /**
             * Location
             * @enum {string}
             */
            location?: "home" | "gym" | "office" | "park" | "other";
            /**
             * Mood
             * @enum {string}
             */
            mood?: "happy" | "neutral" | "stressed" | "tired" | "other";
            /** Distance measured by the tracker */
            tracker_distance_m?: number;
            /** Distance of logged activities */
            logged_distance_m?: number;
            /** Very active distance */
            very_active_distance_m?: number;
            /** Moderately active distance */
            moderately_active_distance_m?: number;
            /** Lightly active distance */
            light_active_distance_m?: number;
            /** Sedentary distance */
            sedentary_distance_m?: number;
            /** Very active minutes */
            very_active_min?: number;
            /** Fairly active minutes */
            fairly_active_min?: number;
            /** Lightly active minutes */
            lightly_active_min?: number;
            /** Sedentary minutes */
            sedentary_min?: number;
        };
        /**
         * Sleep period
         * @description Of a sleep_period. Every record has: person_key, local_date.
         */
        Values_sleep_period: {
            /** Person's key */
            person_key?: string;
            /**
             * Day
             * Format: date
             */
            local_date?: string;
            /** Recorded periods */
            sleep_records?: number;
            /** Time asleep */
            asleep_min?: number;
            /** Time in bed */
            in_bed_min?: number;
        };
        /**
         * Biometric measure
         * @description Of a biometric_measure. Every record has: person_key, measured_at.
         */
        Values_biometric_measure: {
            /** Person's key */
            person_key?: string;
            /**
             * Measured at
             * Format: date-time
             */
            measured_at?: string;
            /** Weight */
            weight_kg?: number;
            /** Body fat */
            body_fat_percent?: number;
            /** Stated BMI */
            bmi_stated?: number;
            /** Entered by hand */
            manual?: boolean;
            /** Log id */
            log_id?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description Done, nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Done, nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    whoAmI: {
        parameters: {
            query?: {
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSources: {
        parameters: {
            query?: {
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showSource: {
        parameters: {
            query?: {
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceDetail"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showQuality: {
        parameters: {
            query?: {
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QualityTrend"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listImports: {
        parameters: {
            query?: {
                source?: string;
                /** @description `next` of the page before. */
                after?: string;
                /** @description Items a page, at most 200. */
                limit?: number;
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPage"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importFile: {
        parameters: {
            query: {
                /** @description Name of the source that the file comes from. */
                source: string;
                /** @description For people’s eyes; never a path. */
                fileName?: string;
                /** @description Says what an import would do. */
                dryRun?: boolean;
                /** @description Import it although the same bytes were imported before. */
                again?: boolean;
            };
            header?: {
                /** @description `respond-async`: answered with 202 as soon as the import is accepted. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": unknown;
                "application/json": unknown;
                "application/x-ndjson": unknown;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description Accepted: look at Location */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportAccepted"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record’s state forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No room for more original files */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showImport: {
        parameters: {
            query?: {
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDetail"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQuarantinedRows: {
        parameters: {
            query?: {
                /** @description `next` of the page before: a row number. */
                after?: number;
                /** @description Items a page, at most 200. */
                limit?: number;
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinedPage"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID of your own. The same one again is the same command, and is answered as the first time; with anything else it is refused (422). It stands for a week. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldAcceptance"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldAnswered"];
                };
            };
            /** @description Accepted: look at Location */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldAnswered"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record’s state forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID of your own. The same one again is the same command, and is answered as the first time; with anything else it is refused (422). It stands for a week. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportEnding"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDetail"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record’s state forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    giveUpImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID of your own. The same one again is the same command, and is answered as the first time; with anything else it is refused (422). It stands for a week. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportEnding"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDetail"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record’s state forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordConsent: {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID of your own. The same one again is the same command, and is answered as the first time; with anything else it is refused (422). It stands for a week. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentRecording"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonConsents"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawConsent: {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID of your own. The same one again is the same command, and is answered as the first time; with anything else it is refused (422). It stands for a week. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentWithdrawal"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonConsents"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showConsents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentQuestion"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonConsents"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQueue: {
        parameters: {
            query?: {
                type?: components["schemas"]["RecordType"];
                source?: string;
                /** @description `none`: no finding holds it. */
                severity?: "info" | "warn" | "error" | "block" | "none";
                rule?: string;
                /** @description `next` of the page before. */
                after?: string;
                /** @description Items a page, at most 200. */
                limit?: number;
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuePage"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countQueue: {
        parameters: {
            query?: {
                type?: components["schemas"]["RecordType"];
                source?: string;
                /** @description `none`: no finding holds it. */
                severity?: "info" | "warn" | "error" | "block" | "none";
                rule?: string;
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showRecord: {
        parameters: {
            query?: {
                /** @description As of a position, `event:<id>` or a time (ISO 8601); now where left out. */
                at?: string;
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: {
                /** @description Why an auditor needs clear text about people. Kept in the access log. */
                "X-Purpose"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showRecordHistory: {
        parameters: {
            query?: {
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: {
                /** @description Why an auditor needs clear text about people. Kept in the access log. */
                "X-Purpose"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordHistory"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveRecord: {
        parameters: {
            query?: never;
            header: {
                /** @description `ETag` of the record that was seen. Without it: 428. */
                "If-Match": string;
                /** @description A UUID of your own. The same one again is the same command, and is answered as the first time; with anything else it is refused (422). It stands for a week. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Approval"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record’s state forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record has changed since it was seen */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectRecord: {
        parameters: {
            query?: never;
            header: {
                /** @description `ETag` of the record that was seen. Without it: 428. */
                "If-Match": string;
                /** @description A UUID of your own. The same one again is the same command, and is answered as the first time; with anything else it is refused (422). It stands for a week. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rejection"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record’s state forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record has changed since it was seen */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    correctRecord: {
        parameters: {
            query?: never;
            header: {
                /** @description `ETag` of the record that was seen. Without it: 428. */
                "If-Match": string;
                /** @description A UUID of your own. The same one again is the same command, and is answered as the first time; with anything else it is refused (422). It stands for a week. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Correction"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record’s state forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record has changed since it was seen */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chooseAlternative: {
        parameters: {
            query?: never;
            header: {
                /** @description `ETag` of the record that was seen. Without it: 428. */
                "If-Match": string;
                /** @description A UUID of your own. The same one again is the same command, and is answered as the first time; with anything else it is refused (422). It stands for a week. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Choice"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record’s state forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record has changed since it was seen */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPublished: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                after?: string;
                /** @description Items a page, at most 200. */
                limit?: number;
                /** @description Names of fields of the type, with commas between: the others are left out. */
                fields?: string;
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: {
                /** @description Why an auditor needs clear text about people. Kept in the access log. */
                "X-Purpose"?: string;
            };
            path: {
                type: components["schemas"]["RecordType"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedPage"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showPublished: {
        parameters: {
            query?: {
                /** @description Names of fields of the type, with commas between: the others are left out. */
                fields?: string;
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: {
                /** @description Why an auditor needs clear text about people. Kept in the access log. */
                "X-Purpose"?: string;
                /** @description `ETag` of what you have: 304 where it is still so. */
                "If-None-Match"?: string;
            };
            path: {
                type: components["schemas"]["RecordType"];
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedRecord"];
                };
            };
            /** @description As you have it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportRecords: {
        parameters: {
            query: {
                format: "csv" | "json" | "ndjson";
                /** @description As of a position, `event:<id>` or a time (ISO 8601); now where left out. */
                at?: string;
                clear?: boolean;
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: {
                /** @description Why an auditor needs clear text about people. Kept in the access log. */
                "X-Purpose"?: string;
            };
            path: {
                type: components["schemas"]["RecordType"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/json": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAccess: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                after?: string;
                /** @description Items a page, at most 200. */
                limit?: number;
                /** @description Reads of this person only. */
                subject?: string;
                /** @description Reads of this record only. */
                record?: string;
                /** @description Reads by these only: `user:<id>`, or `system:operator` for the command line. */
                actor?: string;
                /** @description Reads at this instant or later. */
                since?: unknown;
                /** @description Reads before this instant. */
                until?: unknown;
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPage"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description Part of an e-mail address. */
                q?: string;
                /** @description `next` of the page before. */
                after?: string;
                /** @description Items a page, at most 200. */
                limit?: number;
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccount"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountWithPassword"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record’s state forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showAccount: {
        parameters: {
            query?: {
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RolesChange"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record’s state forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A body of another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disableAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record’s state forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enableAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountWithPassword"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The record’s state forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenSessions"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAccountJournal: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                after?: string;
                /** @description Items a page, at most 200. */
                limit?: number;
                /** @description Lines about, or by, this account only. */
                account?: string;
                act?: "sign-in" | "sign-in-failed" | "sign-out" | "password-changed" | "password-refused" | "account-added" | "roles-changed" | "account-disabled" | "account-enabled" | "password-reset" | "sessions-ended";
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountJournalPage"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                stream?: string;
                category?: string;
                /** @description `next` of the page before, or any position. */
                after?: string;
                /** @description Items a page, at most 1000. */
                limit?: number;
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: {
                /** @description Why an auditor needs clear text about people. Kept in the access log. */
                "X-Purpose"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showStatus: {
        parameters: {
            query?: {
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemStatus"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rebuildProjection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RebuildReport"];
                };
            };
            /** @description A parameter, a header or the JSON does not fit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showOverview: {
        parameters: {
            query?: {
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followChanges: {
        parameters: {
            query?: {
                /** @description Waits until what is read has reached this position: to read your own writes. */
                atLeast?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this media type */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Our fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
