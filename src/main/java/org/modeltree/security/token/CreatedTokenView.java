package org.modeltree.security.token;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A new token as JSON.
 *
 * @param secret what its bearer has to send; shown this once
 */
record CreatedTokenView(@JsonUnwrapped TokenView token, String secret) {}
