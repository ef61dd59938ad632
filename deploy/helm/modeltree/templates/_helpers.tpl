{{- define "modeltree.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "modeltree.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains (include "modeltree.name" .) .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "modeltree.name" .) | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "modeltree.selector" -}}
app.kubernetes.io/name: {{ include "modeltree.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "modeltree.labels" -}}
{{ include "modeltree.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "modeltree.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
{{- end }}

{{- define "modeltree.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "modeltree.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "modeltree.cluster" -}}
{{ include "modeltree.fullname" . }}-db
{{- end }}

{{- define "modeltree.databaseSecret" -}}
{{- if .Values.cnpg.enabled -}}
{{ include "modeltree.cluster" . }}-app
{{- else if .Values.vault.databaseKey -}}
{{ include "modeltree.fullname" . }}-vault-database
{{- else -}}
{{ required "Set database.existingSecret to a secret with the user and the password, or vault.databaseKey, or cnpg.enabled to true." .Values.database.existingSecret }}
{{- end }}
{{- end }}

{{- define "modeltree.bootstrapSecret" -}}
{{- if .Values.vault.bootstrapTokenKey -}}
{{ include "modeltree.fullname" . }}-vault-token
{{- else -}}
{{ .Values.bootstrapToken.existingSecret }}
{{- end }}
{{- end }}

{{/* A secret that the External Secrets operator keeps as an entry of the vault is. Made before the job that migrates, which needs it. */}}
{{- define "modeltree.externalSecret" -}}
{{- $name := printf "%s-vault-%s" (include "modeltree.fullname" .context) .name }}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: {{ $name }}
  labels:
    {{- include "modeltree.labels" .context | nindent 4 }}
  annotations:
    helm.sh/hook: pre-install,pre-upgrade,pre-rollback
    helm.sh/hook-weight: "-10"
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  refreshInterval: {{ .context.Values.vault.refreshInterval }}
  secretStoreRef:
    name: {{ required "Set vault.store to the name of a store of the External Secrets operator." .context.Values.vault.store }}
    kind: {{ .context.Values.vault.storeKind }}
  target:
    name: {{ $name }}
    # The secret outlives the resource, which an upgrade makes anew.
    creationPolicy: Orphan
  data:
    {{- $entry := .entry }}
    {{- range .keys }}
    - secretKey: {{ . }}
      remoteRef:
        key: {{ $entry | quote }}
        property: {{ . }}
    {{- end }}
{{- end }}

{{- define "modeltree.databaseUrl" -}}
{{- if .Values.cnpg.enabled -}}
{{- if .Values.database.url }}{{ fail "Set either database.url or cnpg.enabled, not both." }}{{ end -}}
jdbc:postgresql://{{ include "modeltree.cluster" . }}-rw:5432/modeltree
{{- else -}}
{{ required "Set database.url to the JDBC URL of your PostgreSQL, or cnpg.enabled to true." .Values.database.url }}
{{- end }}
{{- end }}

{{- define "modeltree.readReplicaUrl" -}}
{{- if .Values.database.readReplicaUrl -}}
{{ .Values.database.readReplicaUrl }}
{{- else if and .Values.cnpg.enabled .Values.cnpg.readFromStandbys (gt (int .Values.cnpg.instances) 1) -}}
jdbc:postgresql://{{ include "modeltree.cluster" . }}-ro:5432/modeltree
{{- end }}
{{- end }}

{{/* Environment of instances and of the job that migrates. */}}
{{- define "modeltree.environment" -}}
- name: DB_URL
  value: {{ include "modeltree.databaseUrl" . | quote }}
- name: DB_USER
  valueFrom:
    secretKeyRef:
      name: {{ include "modeltree.databaseSecret" . }}
      key: {{ ternary "username" .Values.database.userKey .Values.cnpg.enabled }}
- name: DB_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "modeltree.databaseSecret" . }}
      key: {{ ternary "password" .Values.database.passwordKey .Values.cnpg.enabled }}
- name: MODELTREE_STARTER_CATALOG
  value: {{ .Values.starterCatalog | quote }}
{{- if .Values.javaToolOptions }}
- name: JAVA_TOOL_OPTIONS
  value: {{ .Values.javaToolOptions | quote }}
{{- end }}
{{- range $name, $value := .Values.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{/* Volumes beside /tmp, and their mounts. A volume of the node is refused by the schema, as restricted pod security does. */}}
{{- define "modeltree.extraVolumes" -}}
{{- with .Values.extraVolumes }}
{{- toYaml . }}
{{- end }}
{{- end }}

{{- define "modeltree.extraVolumeMounts" -}}
{{- $names := list }}
{{- range .Values.extraVolumes }}
{{- $names = append $names .name }}
{{- end }}
{{- range .Values.extraVolumeMounts }}
{{- if not (has .name $names) }}
{{- fail (printf "extraVolumeMounts names the volume %s, which extraVolumes does not have." .name) }}
{{- end }}
{{- $readOnly := true }}
{{- if hasKey . "readOnly" }}
{{- $readOnly = .readOnly }}
{{- end }}
- name: {{ .name }}
  mountPath: {{ .mountPath | quote }}
  {{- with .subPath }}
  subPath: {{ . | quote }}
  {{- end }}
  readOnly: {{ $readOnly }}
{{ end }}
{{- end }}

{{/* Restricted pod security. */}}
{{- define "modeltree.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "modeltree.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Megabytes of temporary files: catalogs being imported, exports, and a little for the JVM. */}}
{{- define "modeltree.temporaryMegabytes" -}}
{{ add (mul (int .Values.imports.maxMegabytes) (int .Values.imports.maxOnDisk)) (int .Values.exports.maxMegabytes) 100 }}
{{- end }}
