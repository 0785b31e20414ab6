"""The commands `login`, `logout` and `whoami` of an SDK: with a browser, or with an access token."""
