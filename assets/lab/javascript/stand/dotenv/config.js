"use strict";
// Settings from the `.env` file of the working folder, as soon as it is imported.

require("dotenv").config();
