package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.hibernate.orm.runtime.customized.QuarkusConnectionProvider;
import io.quarkus.hibernate.orm.runtime.tenant.TenantConnectionResolver;
import io.quarkus.hibernate.orm.runtime.tenant.TenantResolver;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

/**
 * Connections of Hibernate: in a snapshot, the snapshot's, which may lead to the standby. Hibernate asks for a connection
 * by "tenant", of which there is one.
 */
@ApplicationScoped
@PersistenceUnitExtension
class ReadReplicaRouting implements TenantResolver, TenantConnectionResolver {

    private static final String ONLY = "modeltree";

    private final AgroalDataSource primary;
    private final Snapshot snapshot;
    private final ConnectionDeadlines deadlines;

    ReadReplicaRouting(AgroalDataSource primary, Snapshot snapshot, ConnectionDeadlines deadlines) {
        this.primary = primary;
        this.snapshot = snapshot;
        this.deadlines = deadlines;
    }

    @Override
    public String getDefaultTenantId() {
        return ONLY;
    }

    @Override
    public String resolveTenantId() {
        return ONLY;
    }

    @Override
    public ConnectionProvider resolve(String tenant) {
        return new Provider(primary, snapshot, deadlines);
    }

    /** Provider whose connections respect the request's deadline. */
    private static final class Provider extends QuarkusConnectionProvider {

        private static final long serialVersionUID = 1;
        private final transient Snapshot snapshot;
        private final transient ConnectionDeadlines deadlines;

        private Provider(AgroalDataSource primary, Snapshot snapshot, ConnectionDeadlines deadlines) {
            super(primary);
            this.snapshot = snapshot;
            this.deadlines = deadlines;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return isInSnapshot() && QuarkusTransaction.getStatus() != Status.STATUS_ACTIVE
                    ? snapshot.lendToHibernate()
                    : deadlines.open(getDataSource());
        }

        @Override
        public void closeConnection(Connection connection) throws SQLException {
            if (!isInSnapshot() || !snapshot.takeBack(connection)) {
                super.closeConnection(connection);
            }
        }

        private boolean isInSnapshot() {
            return Arc.container().requestContext().isActive() && snapshot.isOpen();
        }
    }
}
