"""Keys (钥匙): sets on hooks, who has them until when, keys kept for owners, access cards and remotes."""
