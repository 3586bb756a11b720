"""`setup`: the app, its tokens and the key, asked for one by one, tried at once and kept in `.env`."""
