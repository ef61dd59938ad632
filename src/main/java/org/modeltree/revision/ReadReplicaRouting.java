package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.hibernate.orm.runtime.customized.QuarkusConnectionProvider;
import io.quarkus.hibernate.orm.runtime.tenant.TenantConnectionResolver;
import io.quarkus.hibernate.orm.runtime.tenant.TenantResolver;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

/** Choice of the server for each Hibernate transaction. The primary and the standby are two "tenants" of Hibernate. */
@ApplicationScoped
@PersistenceUnitExtension
class ReadReplicaRouting implements TenantResolver, TenantConnectionResolver {

    private static final String PRIMARY = "primary";

    private final AgroalDataSource primary;
    private final ReplicaMonitor replica;
    private final Snapshot snapshot;
    private final ConnectionDeadlines deadlines;

    ReadReplicaRouting(
            AgroalDataSource primary, ReplicaMonitor replica, Snapshot snapshot, ConnectionDeadlines deadlines) {
        this.primary = primary;
        this.replica = replica;
        this.snapshot = snapshot;
        this.deadlines = deadlines;
    }

    @Override
    public String getDefaultTenantId() {
        return PRIMARY;
    }

    @Override
    public String resolveTenantId() {
        return snapshot.isOnReplica() ? ReplicaMonitor.NAME : PRIMARY;
    }

    @Override
    public ConnectionProvider resolve(String tenant) {
        return new Provider(tenant.equals(ReplicaMonitor.NAME) ? replica.dataSource() : primary, deadlines);
    }

    /** Provider whose connections respect the request's deadline. */
    private static final class Provider extends QuarkusConnectionProvider {

        private static final long serialVersionUID = 1;
        private final transient ConnectionDeadlines deadlines;

        private Provider(AgroalDataSource pool, ConnectionDeadlines deadlines) {
            super(pool);
            this.deadlines = deadlines;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return deadlines.open(getDataSource());
        }
    }
}
