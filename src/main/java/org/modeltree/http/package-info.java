/** What every resource shares: problems, parameters, paging, languages, validators and caching. Imports {@code revision}. */
package org.modeltree.http;
