"""Changes: recorded, assessed, authorised, planned, done and reviewed, and the board that authorises them."""
