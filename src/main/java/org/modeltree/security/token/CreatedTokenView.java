package org.modeltree.security.token;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * JSON of a token that has just been created.
 *
 * @param secret the token to send in the Authorization header; never shown again
 */
record CreatedTokenView(@JsonUnwrapped TokenView token, String secret) {}
