// An OpenID Connect provider for the tests: real protocol, made-up people. Told by one JSON argument:
// port, redirect_uri, people (login → claims). Anybody's password is his login.
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto; // Node 18 has it, under another name
const { default: Provider } = await import("oidc-provider");
const told = JSON.parse(process.argv[2]);

const provider = new Provider(`http://localhost:${told.port}`, {
  clients: [
    {
      client_id: told.client_id,
      client_secret: told.client_secret,
      redirect_uris: [told.redirect_uri],
      post_logout_redirect_uris: [told.redirect_uri],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  conformIdTokenClaims: false, // claims stand in the id token, where Streamlit looks for them
  cookies: { keys: ["only-for-tests"] },
  pkce: { required: () => true },
  findAccount: (_, id) => (told.people[id] ? { accountId: id, claims: () => ({ sub: id, ...told.people[id] }) } : undefined),
  loadExistingGrant: async (context) => {
    // nobody is asked whether the dashboard may know the address: it is the bureau's own
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

provider.listen(told.port, "127.0.0.1", () => console.log("ready"));
